package io.tongban.api.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.api.portal.LineageLayout.Link;
import io.tongban.ledger.LineageRun;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Layers, and the path of a column by what runs tell. */
class LineagePictureTest {
  /** A value that is masked, a column that decides, one that decides for the whole dataset. */
  private static final LineageRun RUN =
      new LineageRun(
          UUID.fromString("019bc0de-0000-7000-8000-000000000001"),
          "service/check",
          LineageRun.State.COMPLETE,
          Instant.EPOCH,
          Instant.EPOCH,
          List.of(dataset("resource/persons"), dataset("s3://lake/extra.csv")),
          List.of(dataset("client/housing")),
          Map.of(
              "client/housing.address", List.of("resource/persons.address"),
              "client/housing.plain", List.of("s3://lake/extra.csv.p")),
          Map.of(
              "client/housing.address", List.of("resource/persons.name"),
              "client/housing.*", List.of("resource/persons.id_number")),
          List.of("client/housing.address"),
          Map.of());

  private static LineageRun.Dataset dataset(String name) {
    return new LineageRun.Dataset(name, null);
  }

  private static List<ColumnLink> links() {
    return ColumnLink.of(RUN);
  }

  private static ColumnLink link(String from, String column, String to, String made) {
    return new ColumnLink(from, column, "job", to, made, true, false);
  }

  @Test
  void aRunTellsDirectIndirectAndMasked() {
    String to = "client/housing";
    String from = "resource/persons";
    String job = "service/check";
    assertThat(links())
        .containsExactlyInAnyOrder(
            new ColumnLink(from, "address", job, to, "address", true, true),
            new ColumnLink(from, "name", job, to, "address", false, false),
            new ColumnLink("s3://lake/extra.csv", "p", job, to, "plain", true, false),
            new ColumnLink(from, "id_number", job, to, ColumnLink.ALL, false, false));
  }

  @Test
  void aColumnsPathGoesBothWaysAndNoFurther() {
    List<ColumnLink> all =
        List.of(
            link("source/a", "Addr", "resource/b", "address"),
            link("source/a", "Name", "resource/b", "name"),
            link("resource/b", "address", "client/c", "place"),
            link("resource/b", "name", "client/c", "name"),
            link("resource/b", "address", "client/d", "place"));
    ColumnPath path = ColumnPath.of("resource/b", "address", all);
    assertThat(path.links()).containsExactlyInAnyOrder(all.get(0), all.get(2), all.get(4));
    assertThat(path.has("client/d", "place")).isTrue();
    assertThat(path.touches("job")).isTrue();
    ColumnPath back = ColumnPath.of("client/c", "place", all);
    // what else was made of the same column is not on this one's path
    assertThat(back.links()).containsExactlyInAnyOrder(all.get(2), all.get(0));
    assertThat(ColumnPath.of(null, null, all)).isEqualTo(ColumnPath.NONE);
  }

  @Test
  void whatDecidesForAWholeDatasetIsOnThePathOfEachOfItsColumns() {
    ColumnPath path = ColumnPath.of("client/housing", "plain", links());
    assertThat(path.has("resource/persons", "id_number")).isTrue();
    assertThat(path.has("resource/persons", "address")).isFalse();
  }

  @Test
  void columnsThatAreMadeOfEachOtherEnd() {
    List<ColumnLink> circle =
        List.of(link("a", "x", "b", "y"), link("b", "y", "a", "x"), link("b", "y", "c", "z"));
    assertThat(ColumnPath.of("a", "x", circle).links()).hasSize(3);
  }

  private static LineageLayout.Layout layout(List<Link> links, String... ids) {
    Map<String, Integer> heights = new LinkedHashMap<>();
    for (String id : ids) {
      heights.put(id, 52);
    }
    return LineageLayout.of(heights, links);
  }

  @Test
  void everyNodeStandsRightOfWhatItComesFrom() {
    List<Link> links =
        List.of(
            new Link("source", "load"),
            new Link("load", "resource"),
            new Link("resource", "service"),
            new Link("other", "service"),
            new Link("service", "client"));
    Map<String, LineageLayout.Place> places =
        layout(links, "resource", "load", "source", "service", "client", "other").places();
    for (Link link : links) {
      assertThat(places.get(link.from()).x()).isLessThan(places.get(link.to()).x());
    }
    assertThat(places.get("other").layer()).as("next to its reader").isEqualTo(2);
  }

  @Test
  void aCircleIsDrawnAndNoTwoNodesLieOnEachOther() {
    LineageLayout.Layout layout =
        layout(
            List.of(
                new Link("a", "b"),
                new Link("b", "c"),
                new Link("c", "a"),
                new Link("a", "d"),
                new Link("a", "e")),
            "a",
            "b",
            "c",
            "d",
            "e");
    assertThat(layout.places()).hasSize(5);
    assertThat(layout.places().values()).doesNotHaveDuplicates();
    assertThat(layout.places().values())
        .allMatch(place -> place.x() >= 0 && place.x() + LineageLayout.WIDTH <= layout.width())
        .allMatch(place -> place.y() >= 0 && place.y() + 52 <= layout.height());
  }

  @Test
  void neighboursAreOrderedSoThatEdgesDoNotCross() {
    Map<String, LineageLayout.Place> places =
        layout(
                List.of(new Link("a", "y"), new Link("b", "x"), new Link("c", "z")),
                "a",
                "b",
                "c",
                "x",
                "y",
                "z")
            .places();
    assertThat(places.get("y").y()).isEqualTo(places.get("a").y());
    assertThat(places.get("x").y()).isEqualTo(places.get("b").y());
    assertThat(places.get("z").y()).isEqualTo(places.get("c").y());
  }

  @Test
  void theAddressTellsTheWholeState() {
    LineageState state =
        LineageState.of("resource/persons").chosen("resource/persons", "address").expanding("a&b");
    assertThat(state.url())
        .isEqualTo(
            "/lineage?hops=1&dataset=resource%2Fpersons&expand=a%26b&of=resource%2Fpersons"
                + "&column=address");
    assertThat(state.chosen("resource/persons", "address").column()).isNull();
    assertThat(state.opened("x").opened("x").open()).isNull();
  }
}
