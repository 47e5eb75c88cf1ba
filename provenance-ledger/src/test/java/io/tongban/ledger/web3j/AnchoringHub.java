package io.tongban.ledger.web3j;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Ids;
import io.tongban.hub.Leases;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Anchors;
import io.tongban.ledger.ChainFinality;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A hub in a process of its own, made to be killed: it anchors one entry, says so, and anchors a
 * second one when it is told to. Arguments: JDBC URL, data directory, URL of the chain's node.
 */
final class AnchoringHub {
  /** What it says, with the size that was anchored. */
  static final String ANCHORED = "anchored ";

  private AnchoringHub() {}

  public static void main(String[] arguments) throws Exception {
    TestHub hub = TestHub.start(arguments[0], Path.of(arguments[1]));
    Anchors anchors = anchors(hub, URI.create(arguments[2]));
    grow(hub);
    System.out.println(ANCHORED + anchors.anchorNow().size());
    grow(hub);
    System.in.read();
    System.out.println(ANCHORED + anchors.anchorNow().size());
    System.exit(0);
  }

  static void grow(TestHub hub) {
    hub.get(Ledger.class)
        .append(
            new LedgerEntry(
                hub.get(Ids.class).next(),
                EntryType.LOAD,
                hub.clock().instant(),
                "hub",
                CanonicalJson.mapper().createObjectNode(),
                List.of()));
  }

  static Anchors anchors(TestHub hub, URI node) {
    return new ChainAnchors(
        hub.get(Ledger.class),
        hub.get(Database.class),
        hub.get(Leases.class),
        hub.settings(),
        () -> Optional.of(Anvil.settings(node, new ChainFinality.Depth(0))),
        hub.get(Ids.class),
        hub.clock());
  }
}
