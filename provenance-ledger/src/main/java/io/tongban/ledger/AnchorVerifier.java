package io.tongban.ledger;

import java.util.ServiceLoader;

/** Compares tree heads with a chain. Needs a node of the chain, and no hub and no database. */
public interface AnchorVerifier {

  /**
   * Whether a tree head is anchored.
   *
   * @param head a tree head whose signature was verified before
   * @throws io.tongban.hub.ProblemException if the node cannot be reached or refuses to answer
   */
  AnchorVerdict verify(Checkpoint head, AnchorPlace place);

  /** The one on the class path. */
  static AnchorVerifier load() {
    return ServiceLoader.load(AnchorVerifier.class, AnchorVerifier.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the class path has no way to ask a chain"));
  }
}
