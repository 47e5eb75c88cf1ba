package io.tongban.ledger.witness;

import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.SignedNote.NoteSignature;
import io.tongban.ledger.VerifierKey;
import io.tongban.ledger.note.NoteSigner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/**
 * The hub's key as a witness. Its name begins with the origin of the hub's own log: a hub that had
 * to begin a new log has forgotten what it witnessed, so it is another witness too.
 */
@ApplicationScoped
class Cosigner {
  private final NoteSigner signer;
  private final Clock clock;

  @Inject
  Cosigner(HubKeys keys, HubSettings settings, Clock clock) {
    this.signer = NoteSigner.ofWitness(settings.origin() + "/witness", keys.ed25519Seed("witness"));
    this.clock = clock;
  }

  VerifierKey key() {
    return signer.verifierKey();
  }

  /** A cosignature of a checkpoint's text, as of now. */
  NoteSignature cosign(String text) {
    return signer.cosign(clock.instant().getEpochSecond(), text);
  }
}
