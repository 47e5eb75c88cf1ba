package io.tongban.registry.elements;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.CanonicalJson;
import io.tongban.registry.CodeLists;
import io.tongban.registry.DataElementSpec;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** A space that refuses nothing of another allows every value the other allows. */
class ValueSpaceTest {
  private static final LocalDate DAY = LocalDate.of(2026, 12, 1);
  private static final CodeLists NONE =
      (CodeLists)
          Proxy.newProxyInstance(
              CodeLists.class.getClassLoader(),
              new Class<?>[] {CodeLists.class},
              (proxy, method, args) -> {
                throw new IllegalStateException("no code list is asked");
              });

  private static DataElementSpec element(String kind, int least, int most) {
    String format = kind + (least == 0 ? ".." : least + "..") + most;
    return CanonicalJson.mapper()
        .convertValue(
            CanonicalJson.read(
                ("{\"definition\":\"d\",\"type\":\"STRING\",\"format\":\"" + format + "\"}")
                    .getBytes(StandardCharsets.UTF_8)),
            DataElementSpec.class);
  }

  @Property(tries = 500)
  void whatRefusesNothingAllowsEverything(
      @ForAll @IntRange(max = 3) int least,
      @ForAll @IntRange(min = 3, max = 6) int most,
      @ForAll @IntRange(max = 3) int otherLeast,
      @ForAll @IntRange(min = 3, max = 6) int otherMost,
      @ForAll @IntRange(max = 2) int kind,
      @ForAll @IntRange(max = 2) int otherKind,
      @ForAll @StringLength(max = 7) String text) {
    String[] kinds = {"a", "n", "an"};
    DataElementSpec reader = element(kinds[kind], least, most);
    DataElementSpec writer = element(kinds[otherKind], otherLeast, otherMost);
    boolean refuses =
        ValueSpace.of(reader)
            .orElseThrow()
            .refuses(ValueSpace.of(writer).orElseThrow())
            .isPresent();
    if (!refuses) {
      IntStream.of(0, 1)
          .mapToObj(i -> i == 0 ? text : text.replaceAll(".", "7"))
          .filter(value -> ElementRule.of(writer).violation(value, DAY, NONE).isEmpty())
          .forEach(
              value -> assertThat(ElementRule.of(reader).violation(value, DAY, NONE)).isEmpty());
    }
  }
}
