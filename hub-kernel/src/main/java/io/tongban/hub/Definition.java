package io.tongban.hub;

import java.util.Map;
import java.util.Objects;

/**
 * One declared thing of a hub, read and typed.
 *
 * @param kind for example {@code DataElement}
 * @param name unique within its kind; kebab-case
 * @param title for people; never null, the name where none was given
 * @param spec the typed content
 * @param version counts the changes of this definition, from 1; 0 while it is not applied yet
 * @param digest lower-case hex SHA-256 over the canonical JSON of the document and its attachments
 * @param attachments the files the spec names, by the name it gives; empty once applied (a kind
 *     stores what it needs)
 */
public record Definition<T>(
    String kind,
    String name,
    Label title,
    T spec,
    long version,
    String digest,
    Map<String, byte[]> attachments) {
  public Definition {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(name);
    Objects.requireNonNull(title);
    Objects.requireNonNull(spec);
    attachments = Map.copyOf(attachments);
  }
}
