package io.tongban.hub;

import java.util.Objects;

/**
 * A file handed in to be applied: YAML documents ({@code .yaml}, {@code .yml}) or an attachment
 * that one of them names.
 *
 * @param path relative path with forward slashes
 * @param bytes the content
 */
public record DefinitionFile(String path, byte[] bytes) {
  public DefinitionFile {
    Objects.requireNonNull(path);
    Objects.requireNonNull(bytes);
  }
}
