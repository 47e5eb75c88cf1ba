package io.tongban.ledger;

/**
 * A record of a resource.
 *
 * @param resource name of the resource; {@code certificate} for a certificate
 * @param key its key, as in the standard records' {@code _key}
 */
public record RowRef(String resource, String key) {}
