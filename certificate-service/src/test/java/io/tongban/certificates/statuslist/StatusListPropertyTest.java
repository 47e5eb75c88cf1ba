package io.tongban.certificates.statuslist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StatusListPropertyTest {
  @Property(tries = 200)
  void whatIsSetIsReadBackThroughTheWire(
      @ForAll("bits") int bits,
      @ForAll Map<@IntRange(max = 4095) Integer, @IntRange(max = 255) Integer> statuses) {
    StatusList list = StatusList.of(bits, 4096);
    statuses.forEach((index, status) -> list.set(index, status & ((1 << bits) - 1)));
    StatusList read = StatusList.decode(bits, list.encode());
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i)).isEqualTo(statuses.getOrDefault(i, 0) & ((1 << bits) - 1));
    }
  }

  @Property(tries = 10)
  void everyIndexComesOnce(
      @ForAll @Size(32) byte[] key, @ForAll @IntRange(min = 2, max = 5000) int size) {
    IndexOrder order = new IndexOrder(key, size);
    BitSet seen = new BitSet(size);
    for (int n = 0; n < size; n++) {
      int index = order.at(n);
      assertThat(index).isBetween(0, size - 1);
      assertThat(seen.get(index)).isFalse();
      seen.set(index);
    }
  }

  @Provide
  Arbitrary<Integer> bits() {
    return Arbitraries.of(1, 2, 4, 8);
  }
}
