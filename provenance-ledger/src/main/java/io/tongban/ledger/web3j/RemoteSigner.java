package io.tongban.ledger.web3j;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.AnchorSigner;
import io.tongban.ledger.LedgerProblem;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.utils.Numeric;

/**
 * Asks a signer for {@code eth_signTransaction}. What comes back is stored and sent only if it is
 * the transaction that was asked for, signed by the account that was asked.
 */
final class RemoteSigner implements TransactionSigner {
  private final HttpRpc rpc;
  private final String address;

  RemoteSigner(AnchorSigner.Remote settings) {
    this.rpc = new HttpRpc(settings.url());
    this.address = settings.address().toLowerCase(Locale.ROOT);
  }

  @Override
  public String address() {
    return address;
  }

  /** Web3Signer and anvil answer the bytes, go-ethereum and its kin an object with them. */
  static final class Signed extends Response<JsonNode> {
    String raw() {
      JsonNode result = getResult();
      JsonNode raw = result != null && result.isObject() ? result.path("raw") : result;
      return raw != null && raw.isTextual() ? raw.textValue() : "";
    }
  }

  @Override
  public byte[] sign(RawTransaction transaction, long chainId) {
    Signed answer = ask(call(transaction, chainId));
    if (answer.hasError()) {
      throw refused("the signer answered: " + answer.getError().getMessage(), null);
    }
    return checked(answer.raw(), transaction, chainId);
  }

  private Signed ask(Map<String, String> call) {
    try {
      return new Request<>("eth_signTransaction", List.of(call), rpc, Signed.class).send();
    } catch (IOException e) {
      throw LedgerProblem.CHAIN_UNREACHABLE.problem("the transactions' signer does not answer", e);
    }
  }

  private Map<String, String> call(RawTransaction transaction, long chainId) {
    Map<String, String> call = new LinkedHashMap<>();
    call.put("from", address);
    if (transaction.getTo() != null) {
      call.put("to", transaction.getTo());
    }
    call.put("nonce", Numeric.encodeQuantity(transaction.getNonce()));
    call.put("gas", Numeric.encodeQuantity(transaction.getGasLimit()));
    Fees fees = Fees.of(transaction);
    if (fees.tip() == null) {
      call.put("gasPrice", Numeric.encodeQuantity(fees.most()));
    } else {
      call.put("maxFeePerGas", Numeric.encodeQuantity(fees.most()));
      call.put("maxPriorityFeePerGas", Numeric.encodeQuantity(fees.tip()));
    }
    call.put("value", "0x0");
    call.put("data", Numeric.prependHexPrefix(transaction.getData()));
    call.put("chainId", Numeric.encodeQuantity(BigInteger.valueOf(chainId)));
    return call;
  }

  /** Signs the same bytes as asked, under the asked account's key: else it is another act. */
  byte[] checked(String raw, RawTransaction asked, long chainId) {
    try {
      RawTransaction got = TransactionDecoder.decode(raw);
      if (got instanceof SignedRawTransaction signed
          && Arrays.equals(unsigned(got, chainId), unsigned(asked, chainId))
          && signed.getFrom().equalsIgnoreCase(address)) {
        return Numeric.hexStringToByteArray(raw);
      }
    } catch (RuntimeException | SignatureException e) {
      throw refused("the signer's answer cannot be read", e);
    }
    throw refused("the signer signed another transaction, or with another account's key", null);
  }

  private static byte[] unsigned(RawTransaction transaction, long chainId) {
    return transaction.getType().isLegacy()
        ? TransactionEncoder.encode(transaction, chainId)
        : TransactionEncoder.encode(transaction);
  }

  private static ProblemException refused(String detail, Exception cause) {
    return LedgerProblem.ANCHOR_KEY.problem(detail, cause);
  }
}
