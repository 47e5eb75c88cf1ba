package io.tongban.registry;

import io.tongban.hub.Label;

/**
 * A column of a resource: an information item with what its data element says.
 *
 * @param name SQL name, lower case
 * @param element name of the data element
 * @param type its data type
 * @param length most characters of a STRING, or 0 for unbounded
 * @param key whether it is part of the key
 * @param required whether it must have a value
 * @param personal whether it is personal data
 * @param title for people
 */
public record Column(
    String name,
    String element,
    DataType type,
    int length,
    boolean key,
    boolean required,
    boolean personal,
    Label title) {}
