package io.tongban.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys a log has had, in their order, with the statements that lead from each to the next. Each
 * tree size has one key: the one that was in force when the tree had it.
 *
 * <p>As a text (what a hub publishes at {@code /v1/ledger/keys}): the first verifier key, then for
 * each change its signed statement and the next verifier key, with an empty line between. A log
 * that never changed its key has one line.
 */
public final class LedgerKeys {
  private static final int PARTS_OF_A_CHANGE = 3;
  private static final int MAX_CHANGES = 1_000;
  private final List<VerifierKey> keys;
  private final List<KeyStatement> statements;
  private final List<SignedNote> notes;

  private LedgerKeys(
      List<VerifierKey> keys, List<KeyStatement> statements, List<SignedNote> notes) {
    this.keys = List.copyOf(keys);
    this.statements = List.copyOf(statements);
    this.notes = List.copyOf(notes);
  }

  /** Keys that do not lead from one to the next. */
  public static final class BrokenChainException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BrokenChainException(String message) {
      super(message);
    }
  }

  /** What a note is worth under the keys. */
  public enum Standing {
    /** The key that was in force at its size signed it. */
    SIGNED,
    /** A key of the log signed it, but not the one that was in force at its size. */
    NOT_IN_FORCE,
    /** No key of the log signed it. */
    UNKNOWN_KEY,
    /** A signature carries the name and id of one of the keys and is not the key's. */
    FORGED
  }

  /** The keys of a log that has had one. */
  public static LedgerKeys of(VerifierKey key) {
    return new LedgerKeys(List.of(key), List.of(), List.of());
  }

  /**
   * Reads keys and verifies every statement between them.
   *
   * @param text a verifier key, or keys with statements
   * @throws BrokenChainException if a statement does not lead from one key to the next
   * @throws IllegalArgumentException if it is nothing of that form
   */
  public static LedgerKeys parse(String text) {
    List<String> parts = Arrays.asList(text.strip().split("\n\n", -1));
    int changes = parts.size() / PARTS_OF_A_CHANGE;
    if (parts.size() % PARTS_OF_A_CHANGE != 1 || changes > MAX_CHANGES) {
      throw new IllegalArgumentException(
          "keys are a verifier key, then for each change a statement, its signatures and the next"
              + " key, with an empty line between");
    }
    LedgerKeys read = of(VerifierKey.parse(parts.get(0)));
    for (int i = 1; i < parts.size(); i += PARTS_OF_A_CHANGE) {
      SignedNote note = SignedNote.parse(parts.get(i) + "\n\n" + parts.get(i + 1) + "\n");
      read = read.with(note);
      if (!VerifierKey.parse(parts.get(i + 2)).equals(read.newest())) {
        throw read.broken("the key after it is not the one it names");
      }
    }
    return read;
  }

  /**
   * These keys and one more.
   *
   * @param note a {@link KeyStatement} that the newest key and the next one signed
   * @throws BrokenChainException if it does not lead from the newest key to another
   */
  public LedgerKeys with(SignedNote note) {
    KeyStatement statement;
    try {
      statement = KeyStatement.parse(note.text());
    } catch (IllegalArgumentException e) {
      throw next("it cannot be read: " + e.getMessage());
    }
    if (!statement.from().equals(newest())) {
      throw next("it does not lead on from the key before it");
    }
    if (keys.contains(statement.to())) {
      throw next("it leads back to a key the log had before");
    }
    if (!statements.isEmpty() && statement.size() <= since()) {
      throw next("its size does not lie above that of the change before");
    }
    requireSigned(note, statement.from(), "key before it");
    requireSigned(note, statement.to(), "key after it");
    return new LedgerKeys(
        plus(keys, statement.to()), plus(statements, statement), plus(notes, note));
  }

  private void requireSigned(SignedNote note, VerifierKey key, String which) {
    switch (note.standing(key)) {
      case UNKNOWN_KEY:
        throw next("the " + which + " did not sign it");
      case FORGED:
        throw next("the signature of the " + which + " is forged");
      case SIGNED:
        break;
    }
  }

  private BrokenChainException next(String why) {
    return new BrokenChainException("statement %d: %s".formatted(notes.size() + 1, why));
  }

  private BrokenChainException broken(String why) {
    return new BrokenChainException("statement %d: %s".formatted(notes.size(), why));
  }

  private static <T> List<T> plus(List<T> list, T element) {
    List<T> longer = new ArrayList<>(list);
    longer.add(element);
    return longer;
  }

  /**
   * These keys, trusted for the sake of one that was kept from another time. Every statement is
   * signed by the key before and the key after it, so one trusted key leads to all others.
   *
   * @throws BrokenChainException if that key is none of them
   */
  public LedgerKeys trusting(VerifierKey pinned) {
    if (!keys.contains(pinned)) {
      throw new BrokenChainException("the statements do not lead to the pinned key");
    }
    return this;
  }

  /** The log's name. */
  public String origin() {
    return newest().name();
  }

  /** The keys, oldest first. */
  public List<VerifierKey> all() {
    return keys;
  }

  /** The statements, oldest first. */
  public List<KeyStatement> statements() {
    return statements;
  }

  /** The newest statement as it was signed; there is one. */
  public SignedNote newestStatement() {
    return notes.get(notes.size() - 1);
  }

  /** The newest key. */
  public VerifierKey newest() {
    return keys.get(keys.size() - 1);
  }

  /** The tree size at which the newest key came into force, or 0 for a log's first. */
  public long since() {
    return statements.isEmpty() ? 0 : statements.get(statements.size() - 1).size();
  }

  /** The key that was in force at a tree size. */
  public VerifierKey at(long size) {
    return keys.get(place(size));
  }

  private int place(long size) {
    int place = 0;
    while (place < statements.size() && statements.get(place).size() < size) {
      place++;
    }
    return place;
  }

  /** What a checkpoint's note is worth. */
  public Standing standing(SignedNote checkpoint, long size) {
    return standing(checkpoint, Set.of(at(size)));
  }

  /** What a note is worth that was made when the log had at least a size. */
  public Standing standingSince(SignedNote note, long size) {
    return standing(note, new HashSet<>(keys.subList(place(size), keys.size())));
  }

  private Standing standing(SignedNote note, Set<VerifierKey> inForce) {
    boolean signed = false;
    boolean other = false;
    for (VerifierKey key : keys) {
      switch (note.standing(key)) {
        case FORGED:
          return Standing.FORGED;
        case SIGNED:
          signed |= inForce.contains(key);
          other = true;
          break;
        case UNKNOWN_KEY:
          break;
      }
    }
    if (signed) {
      return Standing.SIGNED;
    }
    return other ? Standing.NOT_IN_FORCE : Standing.UNKNOWN_KEY;
  }

  /** The text that {@link #parse} reads; ends with a newline. */
  public String format() {
    StringBuilder out = new StringBuilder().append(keys.get(0)).append('\n');
    for (int i = 0; i < notes.size(); i++) {
      out.append('\n').append(notes.get(i).format()).append('\n').append(keys.get(i + 1));
      out.append('\n');
    }
    return out.toString();
  }
}
