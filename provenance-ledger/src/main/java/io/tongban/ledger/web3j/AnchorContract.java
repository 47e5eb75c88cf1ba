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
  private static final String FOLDER = "/io/tongban/ledger/anchor/";
  private static final String EVENT =
      EventEncoder.buildEventSignature("Anchored(bytes32,uint64,bytes32)");

  private AnchorContract() {}

  /** The code that deploys it, 0x hex. */
  static String bytecode() {
    return code("TongbanAnchor.bin");
  }

  /** The code that lies on the chain then, 0x hex. */
  static String runtime() {
    return code("TongbanAnchor.runtime.bin");
  }

  private static String code(String file) {
    try (InputStream in = AnchorContract.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + FOLDER + file);
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

  /** The call {@code heads(origin)}, 0x hex. */
  static String headCall(String origin) {
    return FunctionEncoder.encode(heads(origin));
  }

  /** Reads its answer: the newest tree head of that log; empty where there is none. */
  static Optional<Checkpoint> head(String origin, String answer) {
    @SuppressWarnings("rawtypes") // as the library answers
    List<Type> values = FunctionReturnDecoder.decode(answer, heads("").getOutputParameters());
    if (values.size() < 3) {
      return Optional.empty();
    }
    long size = ((Uint64) values.get(1)).getValue().longValueExact();
    return Optional.of(Checkpoint.of(origin, size, ((Bytes32) values.get(2)).getValue()));
  }

  private static Function heads(String origin) {
    return new Function(
        "heads",
        List.of(new Bytes32(origin(origin))),
        List.of(
            new TypeReference<Address>() {},
            new TypeReference<Uint64>() {},
            new TypeReference<Bytes32>() {}));
  }

  /** The topics of the event about a log at a size. */
  static List<String> topics(Checkpoint head) {
    return List.of(
        EVENT,
        Numeric.toHexString(origin(head.origin())),
        Numeric.toHexStringWithPrefixZeroPadded(BigInteger.valueOf(head.size()), 64));
  }

  /** The topics of the event about a log at any size. */
  static List<String> topics(String origin) {
    return List.of(EVENT, Numeric.toHexString(origin(origin)));
  }

  /** The size that a log line of the event tells of. */
  static long size(Log line) {
    return Numeric.toBigInt(line.getTopics().get(2)).longValueExact();
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
