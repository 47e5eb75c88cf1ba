package io.tongban.ledger;

import java.util.List;

/**
 * What a log says when it changes its key: up to that tree the one key was the log's, from then on
 * the other is. Signed by both as a note, so that trust in either leads to the other. The text
 * cannot be taken for a checkpoint, which has a number in its second line.
 *
 * @param from the key before; its name is the log's origin
 * @param to the key after, of the same name
 * @param size of the tree when the key changed, which is the index of the entry that records it
 * @param root base64 of that tree's root
 */
public record KeyStatement(VerifierKey from, VerifierKey to, long size, String root) {
  private static final String FIRST = "tongban.io/ledger-key/v1";
  private static final String FROM = "from ";
  private static final String TO = "to ";
  private static final String SIZE = "size ";
  private static final String ROOT = "root ";
  private static final int LINES = 5;

  public KeyStatement {
    if (!from.name().equals(to.name()) || from.equals(to)) {
      throw new IllegalArgumentException("a log changes to another key of the same name");
    }
    if (from.type() != VerifierKey.Type.LOG || to.type() != VerifierKey.Type.LOG) {
      throw new IllegalArgumentException("both keys are a log's");
    }
    // a tree of that size with that root
    Checkpoint unused = new Checkpoint(from.name(), size, root);
    root = unused.root();
  }

  /** The note's text. */
  public String text() {
    return String.join(
        "\n", FIRST, FROM + from, TO + to, SIZE + size, ROOT + root, /* a newline at its end */ "");
  }

  /**
   * Reads a note's text.
   *
   * @throws IllegalArgumentException if it is no such statement, in its one form
   */
  public static KeyStatement parse(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    if (lines.size() != LINES + 1 || !lines.get(0).equals(FIRST)) {
      throw new IllegalArgumentException("the statement does not begin with " + FIRST);
    }
    KeyStatement read =
        new KeyStatement(
            VerifierKey.parse(after(FROM, lines.get(1))),
            VerifierKey.parse(after(TO, lines.get(2))),
            Checkpoint.decimal(after(SIZE, lines.get(3))),
            after(ROOT, lines.get(4)));
    if (!read.text().equals(text)) {
      throw new IllegalArgumentException("the statement is not in its one form");
    }
    return read;
  }

  private static String after(String label, String line) {
    if (!line.startsWith(label)) {
      throw new IllegalArgumentException("the statement has no line '" + label.strip() + "'");
    }
    return line.substring(label.length());
  }
}
