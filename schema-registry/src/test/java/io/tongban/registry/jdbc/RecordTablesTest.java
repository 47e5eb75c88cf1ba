package io.tongban.registry.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.Database;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import io.tongban.registry.CodeLists;
import io.tongban.registry.DataType;
import io.tongban.registry.RecordStore;
import io.tongban.registry.RegistryTestBase;
import io.tongban.registry.StandardRecord;
import io.tongban.registry.directory.RecordTable;
import io.tongban.registry.directory.RecordTable.Field;
import io.tongban.registry.directory.RecordTables;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of standard records; each database runs it. */
abstract class RecordTablesTest extends RegistryTestBase {
  private static final Field ID = new Field("id", DataType.STRING, 0, true);
  private static final Field COUNT = new Field("head_count", DataType.INTEGER, 0, false);

  /** Starts a hub that finds what the one before it in the same folder left. */
  abstract TestHub startIn(Path folder);

  @Test
  void namesAreLowerCaseAndTypesAsDeclared() throws SQLException {
    tables().ensure(table(ID, COUNT, new Field("amount", DataType.DECIMAL, 2, false)));
    assertThat(columns())
        .containsOnlyKeys("_key", "_run", "_row", "_hash", "_digest", "id", "head_count", "amount");
    assertThat(columns().get("amount")).containsExactly(Types.NUMERIC, 2);
    assertThat(indexed()).contains("id", "_key");
  }

  @Test
  void makingATableAgainAddsWhatIsNew() throws SQLException {
    tables().ensure(table(ID));
    tables().ensure(table(ID, COUNT));
    tables().ensure(table(ID));
    assertThat(columns()).containsKeys("id", "head_count");
  }

  @Test
  void aColumnThatNeverHeldAValueIsRemadeAndAFilledOneIsKept() throws SQLException {
    tables().ensure(table(ID, COUNT));
    tables().ensure(table(ID, new Field("head_count", DataType.STRING, 0, false)));
    assertThat(columns().get("head_count").get(0)).isEqualTo(Types.VARCHAR);
    execute(
        """
        INSERT INTO "records"."a_thing_v1" ("_key", "_run", "_row", "_hash", "_digest", "id", "head_count")
        VALUES ('1', '01890000-0000-7000-8000-000000000001', 1, 'x', '01890000-0000-7000-8000-000000000001', '1', 'y')
        """);
    assertThatThrownBy(() -> tables().ensure(table(ID, COUNT)))
        .hasMessageContaining("table-mismatch")
        .hasMessageContaining("the column head_count of the table a_thing_v1 has another type");
  }

  @Test
  void longNamesStillGetTheirIndex() throws SQLException {
    String column = "c".repeat(60);
    tables()
        .ensure(
            new RecordTable(
                "a_thing_v1",
                "a-thing",
                1,
                List.of(ID, new Field(column, DataType.STRING, 0, false)),
                List.of(List.of("id"), List.of(column))));
    assertThat(indexed()).contains(column);
  }

  @Test
  void aRestartFindsTablesRecordsAndCodes(@TempDir Path folder) {
    try (TestHub first = startIn(folder)) {
      first.apply(DEPARTMENT + ELEMENTS + PREMISES);
      first.apply(
          """
          apiVersion: tongban.io/v1
          kind: CodeList
          metadata: {name: sex}
          spec:
            standard: GB/T 2261.1
            codes: [{code: "1", label: {zh: 男, en: Male}}]
          """);
      put(first);
    }
    try (TestHub second = startIn(folder)) {
      var store = second.get(RecordStore.class);
      assertThat(store.count("food-premises")).isEqualTo(1);
      assertThat(put(second)).isEqualTo(RecordStore.Outcome.UNCHANGED);
      assertThat(second.get(CodeLists.class).history("sex", "1")).hasSize(1);
    }
  }

  private static RecordStore.Outcome put(TestHub hub) {
    var store = hub.get(RecordStore.class);
    List<Object> values = new ArrayList<>(List.of("A", "Alpha", 1L));
    values.addAll(Arrays.asList(null, null, null, null));
    try (var load =
        store.open("food-premises", hub.get(Ids.class).next(), RecordStore.Mode.MERGE)) {
      var outcome = load.put(new StandardRecord("A", values, 1, "0".repeat(64)));
      load.commit();
      return outcome;
    }
  }

  private RecordTables tables() {
    return hub.get(RecordTables.class);
  }

  private static RecordTable table(Field... fields) {
    return new RecordTable("a_thing_v1", "a-thing", 1, List.of(fields), List.of(List.of("id")));
  }

  private Map<String, List<Integer>> columns() throws SQLException {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            handle -> {
              Map<String, List<Integer>> columns = new TreeMap<>();
              try (ResultSet rows =
                  handle
                      .getConnection()
                      .getMetaData()
                      .getColumns(null, "records", "a_thing_v1", null)) {
                while (rows.next()) {
                  columns.put(rows.getString(4), List.of(rows.getInt(5), rows.getInt(9)));
                }
              }
              return columns;
            });
  }

  private Set<String> indexed() throws SQLException {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            handle -> {
              Set<String> columns = new TreeSet<>();
              try (ResultSet rows =
                  handle
                      .getConnection()
                      .getMetaData()
                      .getIndexInfo(null, "records", "a_thing_v1", false, true)) {
                while (rows.next()) {
                  columns.add(rows.getString("COLUMN_NAME"));
                }
              }
              return columns;
            });
  }

  private void execute(String sql) {
    hub.get(Database.class).jdbi().useHandle(handle -> handle.execute(sql));
  }
}
