package io.tongban.certificates;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What verifies certificates where there is no network: a list to be kept, signed by the hub. */
public interface OfflineTrust {
  /**
   * The hub's trusted issuers: a JWT ({@code trust-list+jwt}) whose {@code issuers} each have
   * {@code iss}, {@code jwk}, {@code title}, {@code status_lists} (where they are listed) and
   * {@code types} with {@code vct}, {@code title} and {@code claims}. It holds for seven days.
   */
  String trustList();

  /** The public key it is signed with, a JWK. */
  ObjectNode key();
}
