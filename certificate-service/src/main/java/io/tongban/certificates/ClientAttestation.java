package io.tongban.certificates;

import java.util.List;

/**
 * How a wallet proves which wallet it is (OAuth 2.0 Attestation-Based Client Authentication; HAIP
 * 1.0, section 4.4).
 *
 * @param attestations the values of the header {@code OAuth-Client-Attestation}; may be empty
 * @param proofs the values of the header {@code OAuth-Client-Attestation-PoP}; may be empty
 */
public record ClientAttestation(List<String> attestations, List<String> proofs) {
  /** Of a request without attestation. */
  public static final ClientAttestation NONE = new ClientAttestation(List.of(), List.of());

  public ClientAttestation {
    attestations = List.copyOf(attestations);
    proofs = List.copyOf(proofs);
  }
}
