package io.tongban.ledger;

import java.util.List;
import java.util.OptionalLong;
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

  /** What leads from a tree head to a larger tree that is anchored. */
  interface Consistency {
    /** The only size it leads to; nothing where it leads to any. */
    OptionalLong only();

    /**
     * A consistency proof, RFC 6962 section 2.1.2.
     *
     * @param oldSize size of the tree head
     * @param newSize size of the anchored tree
     */
    List<byte[]> proof(long oldSize, long newSize);
  }

  /**
   * As {@link #verify(Checkpoint, AnchorPlace)}, and a tree head whose size lies between two
   * anchors holds if it is proved to be a beginning of the next anchored tree.
   */
  AnchorVerdict verify(Checkpoint head, AnchorPlace place, Consistency consistency);

  /** The one on the class path. */
  static AnchorVerifier load() {
    return ServiceLoader.load(AnchorVerifier.class, AnchorVerifier.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the class path has no way to ask a chain"));
  }
}
