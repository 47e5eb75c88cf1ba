package io.tongban.ledger.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the row index need not read. */
class FreshUsesTest {
  private final FreshUses fresh = new FreshUses();

  private static List<Draft> group(int... hashes) {
    return IntStream.of(hashes)
        .mapToObj(
            hash ->
                new Draft(null, null, null, null, List.of(new byte[] {(byte) hash}), null, null))
        .toList();
  }

  private int hash(long index) {
    return fresh.at(index).get(0)[0];
  }

  @Test
  void entriesInOrderAcrossGroups() {
    fresh.add(5, group(50, 51));
    fresh.add(7, group(52));
    assertThat(fresh.from(0)).isEqualTo(5);
    assertThat(List.of(hash(5), hash(6), hash(7))).containsExactly(50, 51, 52);
    assertThat(fresh.at(8)).isNull();
    assertThat(fresh.from(8)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatAnotherNodeWroteInBetweenIsNotHeld() {
    fresh.add(5, group(50));
    fresh.add(9, group(90));
    assertThat(hash(5)).isEqualTo(50);
    assertThat(fresh.at(6)).isNull();
    assertThat(fresh.from(6)).isEqualTo(9);
    assertThat(hash(9)).isEqualTo(90);
  }

  @Test
  void noMoreThanTheBound() {
    int[] many = new int[1_000];
    for (int i = 0; i < 100; i++) {
      fresh.add(i * 1_000L, group(many));
    }
    assertThat(fresh.from(32_000)).isEqualTo(Long.MAX_VALUE);
    assertThat(fresh.from(0)).isEqualTo(Long.MAX_VALUE);
    fresh.add(200_000, group(7));
    assertThat(fresh.from(100_000)).isEqualTo(200_000);
  }
}
