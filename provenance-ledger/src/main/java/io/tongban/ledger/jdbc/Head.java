package io.tongban.ledger.jdbc;

/**
 * The signed tree head.
 *
 * @param root 32 bytes
 * @param checkpoint the signed note
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Head(long treeSize, byte[] root, String checkpoint) {}
