package io.tongban.ledger.note;

import io.tongban.ledger.SignedNote;
import io.tongban.ledger.SignedNote.NoteSignature;
import io.tongban.ledger.VerifierKey;
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
   * A signer.
   *
   * @param name the key's name; the log's origin
   * @param seed 32 bytes (RFC 8032)
   */
  public NoteSigner(String name, byte[] seed) {
    this.key = new Ed25519PrivateKeyParameters(seed, 0);
    this.verifierKey = VerifierKey.of(name, key.generatePublicKey().getEncoded());
  }

  /** The key to verify with. */
  public VerifierKey verifierKey() {
    return verifierKey;
  }

  /** Signs a text that ends with a newline. */
  public SignedNote sign(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(bytes, 0, bytes.length);
    String signature = Base64.getEncoder().encodeToString(signer.generateSignature());
    return new SignedNote(
        text, List.of(new NoteSignature(verifierKey.name(), verifierKey.id(), signature)));
  }
}
