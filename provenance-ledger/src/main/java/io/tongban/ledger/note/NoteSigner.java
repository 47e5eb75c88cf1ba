package io.tongban.ledger.note;

import io.tongban.ledger.SignedNote;
import io.tongban.ledger.SignedNote.NoteSignature;
import io.tongban.ledger.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Signs notes with one Ed25519 key. Thread-safe. */
public final class NoteSigner {
  private final Ed25519PrivateKeyParameters key;
  private final VerifierKey verifierKey;

  /**
   * A log's signer.
   *
   * @param name the key's name; the log's origin
   * @param seed 32 bytes (RFC 8032)
   */
  public NoteSigner(String name, byte[] seed) {
    this(name, VerifierKey.Type.LOG, seed);
  }

  private NoteSigner(String name, VerifierKey.Type type, byte[] seed) {
    this.key = new Ed25519PrivateKeyParameters(seed, 0);
    this.verifierKey = VerifierKey.of(name, type, key.generatePublicKey().getEncoded());
  }

  /** A witness's signer; its seed must be no log's. */
  public static NoteSigner ofWitness(String name, byte[] seed) {
    return new NoteSigner(name, VerifierKey.Type.WITNESS, seed);
  }

  /**
   * A witness's signature on a checkpoint (C2SP tlog-cosignature, Ed25519).
   *
   * @param time seconds since 1970, more than 0
   * @param text the checkpoint's text
   */
  public NoteSignature cosign(long time, String text) {
    if (verifierKey.type() != VerifierKey.Type.WITNESS || time <= 0) {
      throw new IllegalArgumentException("a witness cosigns, at a time");
    }
    byte[] signature = signature(VerifierKey.cosigned(time, text));
    ByteBuffer timestamped = ByteBuffer.allocate(Long.BYTES + signature.length);
    return line(verifierKey, timestamped.putLong(time).put(signature).array());
  }

  /** The key to verify with. */
  public VerifierKey verifierKey() {
    return verifierKey;
  }

  /** Signs a text that ends with a newline. */
  public SignedNote sign(String text) {
    if (verifierKey.type() != VerifierKey.Type.LOG) {
      throw new IllegalStateException("a witness signs no notes of its own");
    }
    return new SignedNote(text, List.of(line(verifierKey, signature(text))));
  }

  private byte[] signature(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(bytes, 0, bytes.length);
    return signer.generateSignature();
  }

  private static NoteSignature line(VerifierKey key, byte[] signature) {
    return new NoteSignature(key.name(), key.id(), Base64.getEncoder().encodeToString(signature));
  }
}
