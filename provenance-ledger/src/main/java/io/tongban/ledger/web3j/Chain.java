package io.tongban.ledger.web3j;

import io.tongban.ledger.AnchorSettings;
import io.tongban.ledger.LedgerProblem;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthBlockNumber;
import org.web3j.protocol.core.methods.response.EthCall;
import org.web3j.protocol.core.methods.response.EthChainId;
import org.web3j.protocol.core.methods.response.EthEstimateGas;
import org.web3j.protocol.core.methods.response.EthGasPrice;
import org.web3j.protocol.core.methods.response.EthGetTransactionCount;
import org.web3j.protocol.core.methods.response.EthGetTransactionReceipt;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/** The questions the hub has for a node of the chain. */
final class Chain {
  private final Web3jService rpc;

  Chain(AnchorSettings settings) {
    this.rpc = new HttpRpc(settings.rpcUrl());
  }

  long chainId() {
    return ok(ask("eth_chainId", List.of(), EthChainId.class)).getChainId().longValueExact();
  }

  /** Hash of block 0: tells a test chain that was begun anew from the one before. */
  String genesis() {
    return blockHash(0).orElseThrow(() -> refused("the node has no block 0"));
  }

  Optional<String> blockHash(long number) {
    String at = Numeric.encodeQuantity(BigInteger.valueOf(number));
    EthBlock block = ok(ask("eth_getBlockByNumber", List.of(at, false), EthBlock.class));
    return Optional.ofNullable(block.getBlock()).map(EthBlock.Block::getHash);
  }

  long head() {
    return ok(ask("eth_blockNumber", List.of(), EthBlockNumber.class))
        .getBlockNumber()
        .longValueExact();
  }

  /** How many transactions of a sender are in blocks. */
  long used(String sender) {
    return ok(ask(
            "eth_getTransactionCount",
            List.of(sender, DefaultBlockParameter.valueOf("latest").getValue()),
            EthGetTransactionCount.class))
        .getTransactionCount()
        .longValueExact();
  }

  BigInteger gasPrice() {
    return ok(ask("eth_gasPrice", List.of(), EthGasPrice.class)).getGasPrice();
  }

  /** Gas of a call; a call that the contract would undo is refused here. */
  BigInteger gas(String sender, String to, String data) {
    Transaction call =
        to == null
            ? Transaction.createContractTransaction(sender, null, null, data)
            : Transaction.createEthCallTransaction(sender, to, data);
    return ok(ask("eth_estimateGas", List.of(call), EthEstimateGas.class)).getAmountUsed();
  }

  /** What a contract answers a call that changes nothing, 0x hex. */
  String call(String to, String data) {
    Transaction call = Transaction.createEthCallTransaction(null, to, data);
    return ok(ask("eth_call", List.of(call, "latest"), EthCall.class)).getValue();
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

  private static io.tongban.hub.ProblemException refused(String detail) {
    return LedgerProblem.CHAIN_REFUSED.problem(detail);
  }
}
