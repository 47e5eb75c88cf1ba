package io.tongban.hub;

/**
 * One fault in a definition.
 *
 * @param place where
 * @param pointer JSON Pointer (RFC 6901) into the document
 * @param message what is wrong
 * @param fix what to write instead; a "did you mean" where a name is near
 */
public record Fault(Place place, String pointer, String message, String fix) {}
