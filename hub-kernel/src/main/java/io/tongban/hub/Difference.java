package io.tongban.hub;

/**
 * One difference between a definition as it is applied and as a set declares it.
 *
 * @param pointer JSON Pointer (RFC 6901) to it in the declared definition, {@code /title…} or
 *     {@code /spec…}; of what is removed, in the applied one
 * @param before the applied value as JSON, or null where something is added
 * @param after the declared value as JSON, or null where something is removed
 * @param text the difference in words
 */
public record Difference(String pointer, String before, String after, Label text) {}
