package io.tongban.connectors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tongban.connectors.ConnectorSpec.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final FuzzyNames NAMES =
      new FuzzyNames(
          List.of(
              new FuzzyNames.Candidate("422800", "恩施土家族苗族自治州", "湖北省"),
              new FuzzyNames.Candidate("420100", "武汉市", "湖北省"),
              new FuzzyNames.Candidate("420200", "黄石市", "湖北省"),
              new FuzzyNames.Candidate("340800", "安庆市", "安徽省"),
              new FuzzyNames.Candidate("E06000001", "Hartlepool", "")));

  private static FuzzyNames.Suggestion best(String text) {
    return NAMES.suggest(text, 3).get(0);
  }

  @Test
  void shortFormsSoundsAndSlips() {
    assertThat(best("恩施州").value()).isEqualTo("422800");
    assertThat(best("恩施州").why()).isEqualTo("short-form");
    assertThat(best("武汉").score()).isGreaterThan(0.95);
    assertThat(best("五汉市").value()).as("the same sound").isEqualTo("420100");
    assertThat(best("五汉市").why()).isEqualTo("sound");
    assertThat(best("安庆 市").why()).isEqualTo("same");
    assertThat(best("Hartlepol").value()).isEqualTo("E06000001");
    assertThat(NAMES.suggest("Xanadu", 3)).isEmpty();
    assertThat(NAMES.suggest("", 3)).isEmpty();
  }

  @Test
  void theWordForTheKindIsLeftOut() {
    assertThat(DivisionNames.brief("恩施土家族苗族自治州")).isEqualTo("恩施");
    assertThat(DivisionNames.brief("恩施州")).isEqualTo("恩施");
    assertThat(DivisionNames.brief("广西壮族自治区")).isEqualTo("广西");
    assertThat(DivisionNames.brief("沙市")).as("little would remain").isEqualTo("沙市");
    assertThat(DivisionNames.brief("湖北省")).isEqualTo("湖北");
  }

  /** The values that the library coordtransform publishes for one place. */
  @Test
  void coordinatesAreToldApart() {
    var place = new Geodesy.Point(116.404, 39.915);
    at(Geodesy.convert(place, "WGS-84", "GCJ-02"), 116.41024449916938, 39.91640428150164);
    at(Geodesy.convert(place, "GCJ-02", "BD-09"), 116.41036949371029, 39.92133699351021);
    var outside = new Geodesy.Point(-0.1276, 51.5072);
    assertThat(Geodesy.convert(outside, "WGS-84", "GCJ-02")).isEqualTo(outside);
  }

  private static void at(Geodesy.Point point, double longitude, double latitude) {
    assertThat(point.longitude()).isCloseTo(longitude, within(1e-7));
    assertThat(point.latitude()).isCloseTo(latitude, within(1e-7));
  }

  @Test
  void partsOfTexts() {
    assertThat(new TextSplit(new Split("/", 2, null, null)).part("a/b/c")).isEqualTo("b");
    assertThat(new TextSplit(new Split("/", -1, null, null)).part("a/b/c")).isEqualTo("c");
    assertThat(new TextSplit(new Split("/", 4, null, null)).part("a/b/c")).isNull();
    assertThat(new TextSplit(new Split(null, null, "No\\. (\\d+)", null)).part("x No. 17 y"))
        .isEqualTo("17");
    // a pattern on which engines that try back need longer than the test's life
    String long_ = "a".repeat(5000) + "!";
    assertThat(new TextSplit(new Split(null, null, "^(a+)+$", null)).part(long_)).isNull();
  }
}
