package io.tongban.hub.definitions;

/** What identifies a definition. Written {@code Kind/name}. */
public record DefinitionKey(String kind, String name) implements Comparable<DefinitionKey> {
  @Override
  public int compareTo(DefinitionKey other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
