package io.tongban.certificates;

/**
 * On what the acceptance of another region's certificate rests.
 *
 * @param recognition name of the Recognition
 * @param version the Recognition's version, which counts its changes
 * @param digest lower-case hex SHA-256 of the Recognition's document
 * @param issuer entity identifier of the foreign authority
 * @param sourceType the {@code vct} of its certificate
 * @param anchor entity identifier in which its trust chain ends
 * @param trustMark type of the trust mark that was active when it was asked for
 */
public record Reliance(
    String recognition,
    long version,
    String digest,
    String issuer,
    String sourceType,
    String anchor,
    String trustMark) {}
