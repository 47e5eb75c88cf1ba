package io.tongban.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.connectors.Connectors.Candidate;
import io.tongban.connectors.Connectors.QuarantinedRow;
import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.Connectors.TracedField;
import io.tongban.connectors.Connectors.Unmatched;
import io.tongban.hub.Definitions;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mapping and cleaning as connectors declare it, from the file to the records. */
abstract class CleaningContract {
  private static final String PERSONS = "证件,姓,名,地址,收入,省,市,出生地,经度,纬度,单位\n";
  private ConnectorHub hub;

  abstract TestHub start();

  @BeforeEach
  void open() {
    hub = new ConnectorHub(start());
    Path history = ConnectorHub.EXAMPLES.resolve("divisions/definitions/gbt2260-history.csv");
    hub.hub()
        .apply(
            ConnectorHub.resource("/story/cleaning.yaml"),
            Map.of("gbt2260-history.csv", ConnectorHub.bytes(history)));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Run load(String connector, String text) {
    hub.supply("drop", connector + ".csv", text.getBytes(StandardCharsets.UTF_8));
    return hub.run(connector);
  }

  private String one(String item, String from) {
    return hub.column("SELECT CAST(" + item + " AS VARCHAR) FROM records." + from).get(0);
  }

  @Test
  void everyFieldComesOutAsDeclared() {
    Run run =
        load(
            "persons",
            PERSONS
                + "３６０４２６９１０１０１００７,张,敏,示范路12号楼,1.25万,湖北省,恩施州,420500,"
                + "116.41024449916938,39.91640428150164,91350100m000100y43\n");

    assertThat(run.problem()).isNull();
    assertThat(hub.get(Connectors.class).quarantine(run.id(), null, 10)).isEmpty();
    assertThat(run.accepted()).isEqualTo(1);
    assertThat(one("id", "persons_v1")).as("15 to 18").isEqualTo("360426199101010071");
    assertThat(one("full_name", "persons_v1")).isEqualTo("张敏");
    assertThat(one("house", "persons_v1")).isEqualTo("12");
    assertThat(Double.parseDouble(one("income", "persons_v1"))).isEqualTo(125_000_000);
    assertThat(one("place", "persons_v1")).isEqualTo("422800");
    assertThat(one("employer", "persons_v1")).isEqualTo("91350100M000100Y43");
    assertThat(Double.parseDouble(one("lon", "persons_v1"))).isEqualTo(116.404);
    assertThat(Double.parseDouble(one("lat", "persons_v1"))).isEqualTo(39.915);
    assertThat(run.lookups().get("place")).isEqualTo(Map.of("resolved", 1L));
  }

  @Test
  void whatCannotBeMeantIsQuarantinedWithItsCandidates() {
    String sound = "360426199101010071,张,敏,,1,湖北省,武汉市,420500,,,\n";
    Run run =
        load(
            "persons",
            PERSONS
                + sound.replace("010071,", "010072,")
                + sound.replace(",1,", ",\"1,5\",")
                + sound.replace("湖北省,武汉市", ",朝阳区")
                + sound.replace("武汉市", "万象市")
                + sound.replace("420500,,,", "420500,39.9,116.4,")
                + sound.replace("420500,,,", "420500,,,91350100M000100Y4A"));

    assertThat(hub.get(Connectors.class).quarantine(run.id(), null, 10))
        .extracting(QuarantinedRow::reason)
        .containsExactly(
            "quality-rule",
            "not-a-number",
            "division-ambiguous",
            "division-unknown",
            "not-a-coordinate",
            "quality-rule");
    List<QuarantinedRow> rows = hub.get(Connectors.class).quarantine(run.id(), null, 10);
    assertThat(rows.get(0).message()).contains("check character").doesNotContain("360426");
    assertThat(rows.get(2).message()).contains("110105").contains("220104");
    assertThat(run.lookups().get("place")).containsEntry("ambiguous", 1L);
  }

  /** 公主岭市 220381 was replaced by 220184 in 2020; 桥东区 130103 was divided between two in 2014. */
  @Test
  void codesFollowTheirSuccessors() {
    String row = "360426199101010071,张,敏,,1,湖北省,武汉市,%s,,,\n";
    Run followed = load("persons", PERSONS + row.formatted("220381"));
    assertThat(followed.problem()).isNull();
    assertThat(hub.get(Connectors.class).quarantine(followed.id(), null, 10)).isEmpty();
    assertThat(one("birthplace", "persons_v1")).isEqualTo("220184");
    assertThat(followed.lookups().get("birthplace")).isEqualTo(Map.of("followed", 1L));

    Run split = load("persons", PERSONS + row.formatted("130103"));
    QuarantinedRow refused = hub.get(Connectors.class).quarantine(split.id(), null, 1).get(0);
    assertThat(refused.reason()).isEqualTo("code-ambiguous");
    assertThat(refused.message()).contains("130102").contains("130104");
    Run never = load("persons", PERSONS + row.formatted("999999"));
    assertThat(hub.get(Connectors.class).quarantineReasons(never.id()))
        .isEqualTo(Map.of("no-code", 1L));
  }

  @Test
  void namesBecomeEntriesOfACrosswalkWhenAPersonConfirmsThem() {
    String rows =
        "city,note,seen,desk\n武汉市,a,1/2/2020,\n恩施州,b,1/2/2020,\n恩施州,c,2/2/2020,\n五汉,d,1/2/2020,\n";
    Connectors connectors = hub.get(Connectors.class);

    Run first = load("cities", rows);
    assertThat(first.accepted()).as("exactly named").isEqualTo(1);
    assertThat(connectors.quarantineReasons(first.id())).isEqualTo(Map.of("crosswalk-unknown", 3L));
    List<Unmatched> unmatched = connectors.unmatched("city-names", 10);
    assertThat(unmatched).extracting(Unmatched::key).containsExactly("恩施州", "五汉");
    assertThat(unmatched.get(0).rows()).isEqualTo(2);
    Candidate best = unmatched.get(0).candidates().get(0);
    assertThat(best.value()).isEqualTo("422800");
    assertThat(best.place()).isEqualTo("湖北省");
    assertThat(best.why()).isEqualTo("short-form");
    assertThat(unmatched.get(1).candidates()).extracting(Candidate::value).contains("420100");

    assertThatThrownBy(() -> connectors.confirm("city-names", Map.of("五汉", "429999"), "wang"))
        .hasMessageContaining("none of the candidates");
    assertThat(connectors.confirm("city-names", Map.of("恩施州", "422800"), "wang").changed())
        .containsExactly("Crosswalk/city-names");
    assertThatThrownBy(() -> connectors.confirm("city-names", Map.of(" 恩施州", "422800"), "wang"))
        .hasMessageContaining("already");
    assertThat(connectors.unmatched("city-names", 10))
        .extracting(Unmatched::key)
        .containsExactly("五汉");
    CrosswalkSpec kept =
        hub.get(Definitions.class).find(CrosswalkSpec.class, "city-names").orElseThrow().spec();
    assertThat(kept.exact()).isTrue();
    assertThat(kept.candidates().pattern()).isEqualTo("[0-9]{4}00");
    assertThat(kept.entries().get(0).confirmedBy()).isEqualTo("wang");

    Run second = load("cities", rows);
    assertThat(second.accepted()).isEqualTo(1);
    assertThat(hub.column("SELECT note FROM records.cities_v1 WHERE code = '422800'"))
        .as("the latest of two rows of one key")
        .containsExactly("c");
    assertThat(connectors.quarantineReasons(second.id()))
        .isEqualTo(Map.of("crosswalk-unknown", 1L, "superseded", 1L));
    QuarantinedRow lost = connectors.quarantine(second.id(), null, 10).get(0);
    assertThat(lost.row()).isEqualTo(2);
    assertThat(lost.message()).contains("row 3");
    assertThat(
            hub.get(Ledger.class)
                .find(second.receiptId())
                .orElseThrow()
                .manifest()
                .at("/quarantine/superseded")
                .asLong())
        .isEqualTo(1);
  }

  @Test
  void theRowThatStaysIsTheOneThatWasDeclared() {
    String rows =
        "city,note,seen,desk\n武汉市,,3/3/2020,b\n武汉市,x,20/2/2020,a\n武汉市,y,1/1/2020,\n黄石市,z,,c\n";
    String yaml = ConnectorHub.resource("/story/cleaning.yaml");
    String connector = yaml.substring(yaml.lastIndexOf("apiVersion"));
    Map<String, String> wanted =
        Map.of(
            "keep: latest, by: seen", "",
            "keep: first", "",
            "keep: last", "y",
            "keep: most-complete", "x",
            "keep: priority, by: desk, order: [a, b]", "x");
    for (Map.Entry<String, String> rule : wanted.entrySet()) {
      hub.apply(connector.replace("keep: latest, by: seen", rule.getKey()));
      Run run = load("cities", rows);
      assertThat(run.problem()).as(rule.getKey()).isNull();
      assertThat(
              hub.column("SELECT COALESCE(note, '') FROM records.cities_v1 WHERE code = '420100'"))
          .as(rule.getKey())
          .containsExactly(rule.getValue());
      assertThat(run.quarantined()).as(rule.getKey()).isEqualTo(2);
    }
  }

  @Test
  void thePreviewShowsEachFieldBeforeAndAfter() {
    hub.supply(
        "drop",
        "cities.csv",
        "city,note,seen,desk\n武汉市,a,1/2/2020,\n恩施州,b,2020,\n".getBytes(StandardCharsets.UTF_8));

    Connectors.Preview preview = hub.get(Connectors.class).preview("cities", 100);

    assertThat(preview.traces()).hasSize(2);
    List<TracedField> first = preview.traces().get(0).fields();
    assertThat(first.get(0).before()).isEqualTo("武汉市");
    assertThat(first.get(0).after()).isEqualTo("420100");
    assertThat(first.get(0).verdict()).isEqualTo("ok");
    assertThat(first.get(3).verdict()).isEqualTo("empty");
    List<TracedField> second = preview.traces().get(1).fields();
    assertThat(second.get(0).verdict()).isEqualTo("crosswalk-unknown");
    assertThat(second.get(0).candidates().get(0).value()).isEqualTo("422800");
    assertThat(second.get(2).verdict()).isEqualTo("not-a-date");
    assertThat(second.get(2).message()).contains("d/M/uuuu");
    assertThat(hub.get(Connectors.class).unmatched("city-names", 10)).isEmpty();
  }
}
