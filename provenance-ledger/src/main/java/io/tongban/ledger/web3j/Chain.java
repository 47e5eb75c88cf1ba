package io.tongban.ledger.web3j;

import io.tongban.hub.ProblemException;
import io.tongban.ledger.ChainFinality;
import io.tongban.ledger.LedgerProblem;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthBlockNumber;
import org.web3j.protocol.core.methods.response.EthCall;
import org.web3j.protocol.core.methods.response.EthChainId;
import org.web3j.protocol.core.methods.response.EthEstimateGas;
import org.web3j.protocol.core.methods.response.EthGasPrice;
import org.web3j.protocol.core.methods.response.EthGetCode;
import org.web3j.protocol.core.methods.response.EthGetTransactionCount;
import org.web3j.protocol.core.methods.response.EthGetTransactionReceipt;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.EthMaxPriorityFeePerGas;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/** The questions there are for a node of the chain. */
final class Chain {
  private static final String LATEST = "latest";
  private final Web3jService rpc;

  Chain(URI rpcUrl) {
    this.rpc = new HttpRpc(rpcUrl);
  }

  long chainId() {
    return ok(ask("eth_chainId", List.of(), EthChainId.class)).getChainId().longValueExact();
  }

  /** Hash of block 0: tells a test chain that was begun anew from the one before. */
  String genesis() {
    return blockHash(0).orElseThrow(() -> refused("the node has no block 0"));
  }

  Optional<String> blockHash(long number) {
    return block(hex(number)).map(EthBlock.Block::getHash);
  }

  private Optional<EthBlock.Block> block(String at) {
    EthBlock block = ok(ask("eth_getBlockByNumber", List.of(at, false), EthBlock.class));
    return Optional.ofNullable(block.getBlock());
  }

  long head() {
    return ok(ask("eth_blockNumber", List.of(), EthBlockNumber.class))
        .getBlockNumber()
        .longValueExact();
  }

  /** Number of the newest final block, below 0 where there is none yet. */
  long finalBlock(ChainFinality finality) {
    if (finality instanceof ChainFinality.Depth depth) {
      return head() - depth.blocks();
    }
    return block("finalized").map(block -> block.getNumber().longValueExact()).orElse(-1L);
  }

  /** How many transactions of a sender are in blocks. */
  long used(String sender) {
    return used(sender, LATEST);
  }

  /** How many transactions of a sender are in the blocks up to one. */
  long used(String sender, long block) {
    return block < 0 ? 0 : used(sender, hex(block));
  }

  private long used(String sender, String at) {
    return ok(ask("eth_getTransactionCount", List.of(sender, at), EthGetTransactionCount.class))
        .getTransactionCount()
        .longValueExact();
  }

  /** The fees of the moment: as EIP-1559 has them where blocks have a base fee, else a price. */
  Fees fees() {
    BigInteger base =
        block(LATEST)
            .map(EthBlock.Block::getBaseFeePerGasRaw)
            .map(Numeric::decodeQuantity)
            .orElse(null);
    return base == null ? Fees.price(gasPrice()) : Fees.dynamic(base, tip(base));
  }

  private BigInteger gasPrice() {
    return ok(ask("eth_gasPrice", List.of(), EthGasPrice.class)).getGasPrice();
  }

  /** Nodes that do not know the method have the tip within their gas price. */
  private BigInteger tip(BigInteger base) {
    var tip = ask("eth_maxPriorityFeePerGas", List.of(), EthMaxPriorityFeePerGas.class);
    return tip.hasError()
        ? gasPrice().subtract(base).max(BigInteger.ZERO)
        : tip.getMaxPriorityFeePerGas();
  }

  /** Gas of a call; a call that the contract would undo is refused here. */
  BigInteger gas(String sender, String to, String data) {
    Transaction call =
        to == null
            ? Transaction.createContractTransaction(sender, null, null, data)
            : Transaction.createEthCallTransaction(sender, to, data);
    return ok(ask("eth_estimateGas", List.of(call), EthEstimateGas.class)).getAmountUsed();
  }

  /**
   * Sends a signed transaction.
   *
   * @return what the node has against it, which may be only that it knows it
   */
  Optional<String> send(String raw) {
    EthSendTransaction sent = ask("eth_sendRawTransaction", List.of(raw), EthSendTransaction.class);
    return sent.hasError() ? Optional.of(sent.getError().getMessage()) : Optional.empty();
  }

  Optional<TransactionReceipt> receipt(String transaction) {
    return ok(ask(
            "eth_getTransactionReceipt", List.of(transaction), EthGetTransactionReceipt.class))
        .getTransactionReceipt()
        .filter(receipt -> receipt.getBlockHash() != null);
  }

  /** The code at an address in the newest block, 0x hex; 0x where there is none. */
  String code(String address) {
    return ok(ask("eth_getCode", List.of(address, LATEST), EthGetCode.class)).getCode();
  }

  /** Answer of a contract in the newest block, 0x hex. */
  String call(String to, String data) {
    Map<String, String> call = Map.of("to", to, "data", data);
    return ok(ask("eth_call", List.of(call, LATEST), EthCall.class)).getValue();
  }

  /**
   * A contract's log lines in a range of blocks.
   *
   * @return nothing where the node refuses the question, as many do for long ranges
   */
  Optional<List<Log>> logs(String contract, List<String> topics, long from, long to) {
    Map<String, Object> filter =
        Map.of("address", contract, "topics", topics, "fromBlock", hex(from), "toBlock", hex(to));
    EthLog logs = ask("eth_getLogs", List.of(filter), EthLog.class);
    if (logs.hasError()) {
      return Optional.empty();
    }
    return Optional.of(logs.getLogs().stream().map(line -> (Log) line.get()).toList());
  }

  private static String hex(long number) {
    return Numeric.encodeQuantity(BigInteger.valueOf(number));
  }

  private <S, T extends Response<?>> T ask(String method, List<S> parameters, Class<T> type) {
    try {
      return new Request<>(method, parameters, rpc, type).send();
    } catch (IOException e) {
      throw LedgerProblem.CHAIN_UNREACHABLE.problem("the chain's node does not answer", e);
    }
  }

  private static <T extends Response<?>> T ok(T response) {
    if (response.hasError()) {
      throw refused("the chain's node answered: " + response.getError().getMessage());
    }
    return response;
  }

  private static ProblemException refused(String detail) {
    return LedgerProblem.CHAIN_REFUSED.problem(detail);
  }
}
