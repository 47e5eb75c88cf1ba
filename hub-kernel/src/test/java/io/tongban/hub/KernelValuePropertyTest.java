package io.tongban.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.test.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;

class KernelValuePropertyTest {
  @Property
  void cursorsComeBack(@ForAll("cursorKeys") List<String> keys) {
    assertThat(Cursor.decode(new Cursor(keys).encode())).isEqualTo(new Cursor(keys));
  }

  @Property
  void foreignCursorsAreAProblem(@ForAll String text) {
    try {
      assertThat(Cursor.decode(text).keys()).isNotEmpty();
    } catch (ProblemException e) {
      assertThat(e.problem().code()).isEqualTo("cursor-invalid");
    }
  }

  @Property(tries = 200)
  void idsIncreaseWhateverTheClockDoes(
      @ForAll @NotEmpty List<@IntRange(min = -5000, max = 5000) Integer> steps) {
    var clock = new MutableClock();
    var ids = new Ids(clock);
    UUID last = ids.next();
    for (int step : steps) {
      clock.advance(Duration.ofMillis(step));
      UUID next = ids.next();
      assertThat(next.version()).isEqualTo(7);
      assertThat(next.variant()).isEqualTo(2);
      assertThat(next.toString()).isGreaterThan(last.toString());
      last = next;
    }
  }

  @Property
  void aSlipOfThePenIsRecognised(
      @ForAll("names") String name, @ForAll @IntRange(max = 200) int at) {
    int cut = at % name.length();
    String slip = name.substring(0, cut) + name.substring(cut + 1);
    assertThat(Nearest.to(slip, List.of(name, "zzzzzzzzzzzzzzzzzzzzzzzz"))).contains(name);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('a', 'm').ofMinLength(4).ofMaxLength(20);
  }

  @Provide
  Arbitrary<List<String>> cursorKeys() {
    return Arbitraries.strings()
        .excludeChars('\u001f')
        .filter(KernelValuePropertyTest::encodable)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static boolean encodable(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }
}
