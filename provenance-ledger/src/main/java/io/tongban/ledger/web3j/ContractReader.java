package io.tongban.ledger.web3j;

import io.tongban.ledger.AnchorPlace;
import io.tongban.ledger.AnchorVerdict;
import io.tongban.ledger.AnchorVerdict.Result;
import io.tongban.ledger.AnchorVerifier;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Merkle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.utils.Numeric;

/** Reads the contract as anybody can. */
public final class ContractReader implements AnchorVerifier {
  /** Nodes that answer for no more blocks than so many are of no use here. */
  private static final long FEWEST_BLOCKS = 100;

  /** For {@link java.util.ServiceLoader}. */
  public ContractReader() {
    // nothing is kept
  }

  @Override
  public AnchorVerdict verify(Checkpoint head, AnchorPlace place) {
    Chain chain = new Chain(place.rpcUrl());
    long id = chain.chainId();
    if (id != place.chainId()) {
      return verdict(
          Result.WRONG_CHAIN, "the node is of chain " + id + ", not of " + place.chainId());
    }
    String contract = place.contract().toLowerCase(Locale.ROOT);
    if (!chain.code(contract).equalsIgnoreCase(AnchorContract.runtime())) {
      return verdict(Result.WRONG_CODE, "the code at " + contract + " is not TongbanAnchor's");
    }
    long newest =
        AnchorContract.head(
                head.origin(), chain.call(contract, AnchorContract.headCall(head.origin())))
            .map(Checkpoint::size)
            .orElse(0L);
    if (newest == 0) {
      return verdict(Result.NOT_ANCHORED, "no tree head of " + head.origin() + " is anchored");
    }
    if (newest < head.size()) {
      return verdict(
          Result.SIZE_BEHIND,
          "the newest anchor is of size " + newest + ", the checkpoint of " + head.size());
    }
    return among(anchors(chain, contract, head, place.fromBlock()), chain, head, place);
  }

  @Override
  public AnchorVerdict verify(Checkpoint head, AnchorPlace place, Consistency consistency) {
    AnchorVerdict plain = verify(head, place);
    if (plain.result() != Result.NOT_ANCHORED) {
      return plain;
    }
    Chain chain = new Chain(place.rpcUrl());
    String contract = place.contract().toLowerCase(Locale.ROOT);
    List<Log> lines = new ArrayList<>();
    collect(
        chain,
        contract,
        AnchorContract.topics(head.origin()),
        place.fromBlock(),
        chain.head(),
        lines);
    return lines.stream()
        .filter(line -> AnchorContract.size(line) > head.size())
        .filter(
            line ->
                consistency.only().isEmpty()
                    || consistency.only().getAsLong() == AnchorContract.size(line))
        .min(Comparator.comparingLong(AnchorContract::size))
        .map(line -> between(head, line, chain, place, consistency))
        .orElseGet(() -> none(plain, consistency));
  }

  private static AnchorVerdict none(AnchorVerdict plain, Consistency consistency) {
    return consistency.only().isPresent()
        ? verdict(
            Result.NOT_ANCHORED,
            plain.message()
                + ", nor of size "
                + consistency.only().getAsLong()
                + ", which the proof"
                + " leads to")
        : plain;
  }

  private static AnchorVerdict between(
      Checkpoint head, Log line, Chain chain, AnchorPlace place, Consistency consistency) {
    long size = AnchorContract.size(line);
    long block = line.getBlockNumber().longValueExact();
    String where =
        "size %d, block %d, transaction %s".formatted(size, block, line.getTransactionHash());
    if (!Merkle.consistent(
        head.size(),
        head.rootBytes(),
        size,
        Numeric.hexStringToByteArray(line.getData()),
        consistency.proof(head.size(), size))) {
      return verdict(
          Result.INCONSISTENT,
          "the proof does not lead from size "
              + head.size()
              + " to the next anchored tree: "
              + where);
    }
    return block <= chain.finalBlock(place.finality())
        ? verdict(
            Result.HOLDS,
            "size " + head.size() + " is a beginning of the tree that is anchored: " + where)
        : verdict(
            Result.NOT_FINAL, "a beginning of a tree that is anchored and not final: " + where);
  }

  private static AnchorVerdict among(
      List<Log> lines, Chain chain, Checkpoint head, AnchorPlace place) {
    if (lines.isEmpty()) {
      return verdict(
          Result.NOT_ANCHORED,
          "anchors of " + head.origin() + " there are, and none of size " + head.size());
    }
    Log line = lines.get(0);
    long block = line.getBlockNumber().longValueExact();
    String where = "block %d, transaction %s".formatted(block, line.getTransactionHash());
    if (!line.getData().equalsIgnoreCase(Numeric.toHexString(head.rootBytes()))) {
      return verdict(
          Result.OTHER_ROOT, "another root is anchored at size " + head.size() + ": " + where);
    }
    return block <= chain.finalBlock(place.finality())
        ? verdict(Result.HOLDS, "anchored at size " + head.size() + ": " + where)
        : verdict(Result.NOT_FINAL, "anchored, and not final yet: " + where);
  }

  /** The contract takes a size once, so there is one line at most. */
  private static List<Log> anchors(Chain chain, String contract, Checkpoint head, long from) {
    List<Log> lines = new ArrayList<>();
    collect(chain, contract, AnchorContract.topics(head), from, chain.head(), lines);
    return lines;
  }

  /** In halves where a node refuses long ranges. */
  private static void collect(
      Chain chain, String contract, List<String> topics, long from, long to, List<Log> into) {
    if (from > to) {
      return;
    }
    var found = chain.logs(contract, topics, from, to);
    if (found.isPresent()) {
      into.addAll(found.get());
      return;
    }
    if (to - from < FEWEST_BLOCKS) {
      throw LedgerProblem.CHAIN_REFUSED.problem(
          "the node does not answer for the log lines of blocks " + from + " to " + to);
    }
    long middle = from + (to - from) / 2;
    collect(chain, contract, topics, from, middle, into);
    collect(chain, contract, topics, middle + 1, to, into);
  }

  private static AnchorVerdict verdict(Result result, String message) {
    return new AnchorVerdict(result, message);
  }
}
