package io.tongban.hub;

/**
 * A place in a definition file.
 *
 * @param file path as the operator gave it
 * @param line 1-based
 * @param column 1-based
 */
public record Place(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
