package io.tongban.hub.jsonschema;

/**
 * What a schema finds.
 *
 * @param pointer JSON Pointer to the value, or to the property that should not be there
 * @param onKey whether the fault is the property's name and not its value
 * @param message what is wrong
 * @param fix what to write instead
 */
public record SchemaFault(String pointer, boolean onKey, String message, String fix) {}
