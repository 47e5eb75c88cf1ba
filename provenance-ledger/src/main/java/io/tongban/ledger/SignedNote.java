package io.tongban.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A signed note (C2SP signed-note).
 *
 * @param text what is signed; ends with a newline
 * @param signatures in the order of their lines; at least one
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  private static final int MAX_SIGNATURES = 100;
  private static final int ID_BYTES = 4;
  private static final String DASH = "\u2014 ";

  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n") || hasControls(text)) {
      throw new IllegalArgumentException(
          "a note's text ends with a newline and holds no other control character");
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new IllegalArgumentException("a note has 1 to " + MAX_SIGNATURES + " signatures");
    }
  }

  /** In a plain loop: a stream costs more than all the rest of reading a note. */
  private static boolean hasControls(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\n') {
        return true;
      }
    }
    return false;
  }

  /** A signature line. */
  public record NoteSignature(String name, int keyId, String signature) {
    /** The signature without the key id in front of it. */
    public byte[] bytes() {
      return Base64.getDecoder().decode(signature);
    }

    /** The line with its newline, as a note has it. */
    public String line() {
      byte[] plain = bytes();
      byte[] value = ByteBuffer.allocate(ID_BYTES + plain.length).putInt(keyId).put(plain).array();
      return DASH + name + ' ' + Base64.getEncoder().encodeToString(value) + '\n';
    }
  }

  /** What a note is worth under a key. */
  public enum Standing {
    /** The key signed it. */
    SIGNED,
    /** No signature carries the key's name and id. */
    UNKNOWN_KEY,
    /** A signature carries the key's name and id and is not the key's. */
    FORGED
  }

  /**
   * Reads a note.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static SignedNote parse(String note) {
    int gap = note.lastIndexOf("\n\n");
    if (gap < 0 || !note.endsWith("\n") || note.endsWith("\n\n")) {
      throw new IllegalArgumentException("the note has no blank line or no newline at its end");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : note.substring(gap + 2, note.length() - 1).split("\n", -1)) {
      signatures.add(signature(line));
    }
    return new SignedNote(note.substring(0, gap + 1), signatures);
  }

  /**
   * Reads signature lines, each with its newline.
   *
   * @throws IllegalArgumentException if they are not that
   */
  public static List<NoteSignature> signatures(String lines) {
    SignedNote note = parse("\n\n" + lines);
    if (!note.text().equals("\n")) {
      throw new IllegalArgumentException("there is an empty line among the signatures");
    }
    return note.signatures();
  }

  private static NoteSignature signature(String line) {
    String[] parts = line.startsWith(DASH) ? line.substring(2).split(" ", -1) : new String[0];
    if (parts.length != 2 || parts[0].isEmpty() || parts[0].indexOf('+') >= 0) {
      throw new IllegalArgumentException("a signature line is not of the form '— name base64'");
    }
    byte[] value = StrictBase64.decode(parts[1]);
    if (value.length <= ID_BYTES) {
      throw new IllegalArgumentException("a signature is too short");
    }
    ByteBuffer buffer = ByteBuffer.wrap(value);
    int id = buffer.getInt();
    byte[] rest = new byte[buffer.remaining()];
    buffer.get(rest);
    return new NoteSignature(parts[0], id, Base64.getEncoder().encodeToString(rest));
  }

  /** What it is worth under a key. Signatures of other keys are ignored. */
  public Standing standing(VerifierKey key) {
    List<NoteSignature> own = of(key);
    if (own.isEmpty()) {
      return Standing.UNKNOWN_KEY;
    }
    return own.stream().allMatch(each -> key.verifies(text, each.bytes()))
        ? Standing.SIGNED
        : Standing.FORGED;
  }

  /** The note as text. */
  public String format() {
    StringBuilder out = new StringBuilder(text).append('\n');
    signatures.forEach(each -> out.append(each.line()));
    return out.toString();
  }

  /** This note with further signatures. */
  public SignedNote with(List<NoteSignature> further) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    all.addAll(further);
    return new SignedNote(text, all);
  }

  /** The signatures that carry a key's name and id. */
  public List<NoteSignature> of(VerifierKey key) {
    return signatures.stream()
        .filter(each -> each.name().equals(key.name()) && each.keyId() == key.id())
        .toList();
  }
}
