package io.tongban.certificates.statuslist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.Suites;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The vectors of the Token Status List specification. */
class StatusListVectorsTest {
  private static final JsonNode VECTORS = Suites.read("token-status-list/vectors.json");

  @TestFactory
  Stream<DynamicTest> readsAndWritesTheLongVectors() {
    return VECTORS
        .get("long")
        .valueStream()
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.get("bits") + " bits",
                    () -> {
                      int bits = vector.get("bits").intValue();
                      StatusList expected = StatusList.of(bits, vector.get("size").intValue());
                      vector
                          .get("statuses")
                          .properties()
                          .forEach(s -> expected.set(at(s.getKey()), s.getValue().intValue()));
                      StatusList read = StatusList.decode(bits, vector.get("lst").asText());
                      assertThat(read).isEqualTo(expected);
                      vector
                          .get("statuses")
                          .properties()
                          .forEach(
                              s ->
                                  assertThat(read.get(at(s.getKey())))
                                      .isEqualTo(s.getValue().intValue()));
                      assertThat(StatusList.decode(bits, expected.encode())).isEqualTo(expected);
                    }));
  }

  private static int at(String index) {
    return Integer.parseInt(index);
  }

  @Test
  void readsAndWritesTheShortVectors() {
    for (JsonNode vector : VECTORS.get("short")) {
      byte[] bytes = HexFormat.of().parseHex(vector.get("bytes").asText());
      StatusList list = StatusList.ofBytes(vector.get("bits").intValue(), bytes);
      assertThat(list.encode()).isEqualTo(vector.get("lst").asText());
      assertThat(StatusList.decode(list.bits(), vector.get("lst").asText()).bytes())
          .isEqualTo(bytes);
    }
    StatusList oneBit = StatusList.ofBytes(1, HexFormat.of().parseHex("b9a3"));
    int[] expected = {1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1};
    for (int i = 0; i < expected.length; i++) {
      assertThat(oneBit.get(i)).isEqualTo(expected[i]);
    }
  }

  @Test
  void refusesIndicesOutsideTheListAndStatusesThatDoNotFit() {
    StatusList list = StatusList.of(2, 16);
    assertThatThrownBy(() -> list.get(16)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> list.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> list.set(0, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StatusList.of(3, 16)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatIsNoZlibDataOrUnpacksToTooMuch() {
    assertThatThrownBy(() -> StatusList.decode(1, "AAAA"))
        .isInstanceOf(IllegalArgumentException.class);
    String cut = StatusList.of(2, 1 << 12).encode().substring(0, 8);
    assertThatThrownBy(() -> StatusList.decode(2, cut))
        .isInstanceOf(IllegalArgumentException.class);
    String bomb = StatusList.of(8, (1 << 24) + 8).encode();
    assertThatThrownBy(() -> StatusList.decode(8, bomb))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMillionEntriesWithOnePercentRevokedStaySmall() {
    StatusList list = StatusList.of(1, 1_000_000);
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 10_000; i++) {
      list.set(random.nextInt(1_000_000), 1);
    }
    assertThat(list.encode().length()).isLessThan(20_000);
  }
}
