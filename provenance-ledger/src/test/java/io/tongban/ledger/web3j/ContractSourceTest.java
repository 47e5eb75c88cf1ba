package io.tongban.ledger.web3j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytecode and the ABI that are checked in are what the source compiles to. */
class ContractSourceTest {
  private static final Path CHECKED_IN = Path.of("src/main/resources/io/tongban/ledger/anchor");

  @Test
  void theSourceCompilesToWhatIsCheckedIn() throws IOException {
    Path folder = NodeTools.with("solc", "0.8.37");
    Path script = folder.resolve("compile.cjs");
    try (var in = ContractSourceTest.class.getResourceAsStream("/anchor/compile.cjs")) {
      Files.write(script, in.readAllBytes());
    }
    int exit =
        NodeTools.run(
            folder,
            List.of(
                "node",
                "compile.cjs",
                CHECKED_IN.resolve("TongbanAnchor.sol").toAbsolutePath().toString(),
                folder.toAbsolutePath().toString()));
    assertThat(exit).isZero();
    for (String code : List.of("TongbanAnchor.bin", "TongbanAnchor.runtime.bin")) {
      assertThat(Files.readString(folder.resolve(code), StandardCharsets.US_ASCII))
          .isEqualTo(Files.readString(CHECKED_IN.resolve(code)));
    }
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(folder.resolve("TongbanAnchor.abi.json").toFile()))
        .isEqualTo(mapper.readTree(CHECKED_IN.resolve("TongbanAnchor.abi.json").toFile()));
  }
}
