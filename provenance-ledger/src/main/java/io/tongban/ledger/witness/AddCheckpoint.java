package io.tongban.ledger.witness;

import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.SignedNote;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The body of an {@code add-checkpoint} request (C2SP tlog-witness).
 *
 * @param oldSize size of the tree the proof begins at
 * @param proof consistency proof, RFC 6962, section 2.1.2
 * @param note the checkpoint with its signatures
 * @param checkpoint what the note says
 */
record AddCheckpoint(long oldSize, List<byte[]> proof, SignedNote note, Checkpoint checkpoint) {
  private static final String OLD = "old ";
  private static final int MAX_PROOF = 63;

  /**
   * Reads a body.
   *
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#WITNESS_REQUEST}
   */
  static AddCheckpoint parse(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      int gap = text.indexOf("\n\n");
      if (gap < 0) {
        throw new IllegalArgumentException("there is no empty line before the checkpoint");
      }
      List<String> head = List.of(text.substring(0, gap).split("\n", -1));
      if (!head.get(0).startsWith(OLD)) {
        throw new IllegalArgumentException("the first line is not 'old' and a size");
      }
      SignedNote note = SignedNote.parse(text.substring(gap + 2));
      return new AddCheckpoint(
          Checkpoint.decimal(head.get(0).substring(OLD.length())),
          hashes(head.subList(1, head.size())),
          note,
          Checkpoint.parse(note.text()));
    } catch (CharacterCodingException e) {
      throw LedgerProblem.WITNESS_REQUEST.problem("the body is not UTF-8", e);
    } catch (IllegalArgumentException e) {
      throw LedgerProblem.WITNESS_REQUEST.problem(e.getMessage(), e);
    }
  }

  private static List<byte[]> hashes(List<String> lines) {
    if (lines.size() > MAX_PROOF) {
      throw new IllegalArgumentException("the proof has more than " + MAX_PROOF + " lines");
    }
    List<byte[]> proof = new ArrayList<>();
    for (String line : lines) {
      byte[] hash = Base64.getDecoder().decode(line);
      // one form only: the decoder takes missing padding and stray bits as well
      if (hash.length != Merkle.HASH_BYTES
          || !Base64.getEncoder().encodeToString(hash).equals(line)) {
        throw new IllegalArgumentException("a line of the proof is not the base64 of 32 bytes");
      }
      proof.add(hash);
    }
    return proof;
  }

  /** The body as it is sent. */
  byte[] bytes() {
    StringBuilder out = new StringBuilder(OLD).append(oldSize).append('\n');
    proof.forEach(hash -> out.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
    return out.append('\n').append(note.format()).toString().getBytes(StandardCharsets.UTF_8);
  }
}
