package io.tongban.ledger.web3j;

import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.utils.Numeric;

/** The contract TongbanAnchor: its bytecode, its call and its event. */
final class AnchorContract {
  private static final String BYTECODE = "/io/tongban/ledger/anchor/TongbanAnchor.bin";
  private static final String EVENT =
      EventEncoder.buildEventSignature("Anchored(bytes32,uint64,bytes32)");

  private AnchorContract() {}

  /** The code that deploys it, 0x hex. */
  static String bytecode() {
    try (InputStream in = AnchorContract.class.getResourceAsStream(BYTECODE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + BYTECODE);
      }
      return "0x" + new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of a log as the contract knows it. */
  static byte[] origin(String name) {
    return CanonicalJson.sha256(name.getBytes(StandardCharsets.UTF_8));
  }

  /** The call {@code anchor(origin, size, root)}, 0x hex. */
  static String call(String origin, long size, byte[] root) {
    return FunctionEncoder.encode(
        new Function(
            "anchor",
            List.of(
                new Bytes32(origin(origin)),
                new Uint64(BigInteger.valueOf(size)),
                new Bytes32(root)),
            List.of()));
  }

  /** What the contract holds of a log: {@code heads(origin)}. */
  static Optional<Checkpoint> head(Chain chain, String contract, String origin) {
    Function heads =
        new Function(
            "heads",
            List.of(new Bytes32(origin(origin))),
            List.of(
                new TypeReference<Address>() {},
                new TypeReference<Uint64>() {},
                new TypeReference<Bytes32>() {}));
    List<Type> found =
        FunctionReturnDecoder.decode(
            chain.call(contract, FunctionEncoder.encode(heads)), heads.getOutputParameters());
    if (found.size() < 3) {
      return Optional.empty();
    }
    long size = ((Uint64) found.get(1)).getValue().longValueExact();
    return Optional.of(Checkpoint.of(origin, size, ((Bytes32) found.get(2)).getValue()));
  }

  /** Whether a log line is the contract's event about exactly this tree head. */
  static boolean tells(Log line, String contract, String origin, long size, byte[] root) {
    List<String> topics = line.getTopics();
    return line.getAddress().equalsIgnoreCase(contract)
        && topics.size() == 3
        && topics.get(0).equalsIgnoreCase(EVENT)
        && topics.get(1).equalsIgnoreCase(Numeric.toHexString(origin(origin)))
        && Numeric.toBigInt(topics.get(2)).equals(BigInteger.valueOf(size))
        && line.getData().equalsIgnoreCase(Numeric.toHexString(root));
  }
}
