package io.tongban.api.portal;

/**
 * The page that verifies without a network.
 *
 * @param trustKey the key that trust lists are signed with, a JWK
 * @param receipts what the check of receipts needs
 */
record OfflineView(String trustKey, ReceiptWords receipts) {}
