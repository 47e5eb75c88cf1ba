package io.tongban.registry.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Label;
import io.tongban.registry.Code;
import io.tongban.registry.codes.CodeTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Codes in {@code registry.code}. */
@ApplicationScoped
class JdbcCodeTable implements CodeTable {
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
  private static final TypeReference<List<Code.Successor>> SUCCESSORS = new TypeReference<>() {};

  private final Database database;

  @Inject
  JdbcCodeTable(Database database) {
    this.database = database;
    database.migrate("registry");
  }

  @Override
  public void replace(Handle transaction, String list, List<Code> codes) {
    transaction.execute("DELETE FROM registry.code WHERE list = ?", list);
    if (codes.isEmpty()) {
      return;
    }
    try (PreparedBatch batch =
        transaction.prepareBatch(
            "INSERT INTO registry.code (list, position, code, label_zh, label_en, parents,"
                + " valid_from, valid_to, successors) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < codes.size(); i++) {
        Code code = codes.get(i);
        batch.add(
            list,
            i,
            code.code(),
            code.label().zh(),
            code.label().en(),
            json(code.parents()),
            code.validFrom(),
            code.validTo(),
            json(code.successors()));
      }
      batch.execute();
    }
  }

  @Override
  public List<Code> load(String list) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM registry.code WHERE list = ? ORDER BY position")
                    .bind(0, list)
                    .map((row, context) -> code(row))
                    .list());
  }

  private static Code code(ResultSet row) throws SQLException {
    return new Code(
        row.getString("list"),
        row.getString("code"),
        new Label(row.getString("label_zh"), row.getString("label_en")),
        read(row.getString("parents"), NAMES),
        row.getObject("valid_from", LocalDate.class),
        row.getObject("valid_to", LocalDate.class),
        read(row.getString("successors"), SUCCESSORS));
  }

  private static String json(Object value) {
    try {
      return CanonicalJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names and successors are plain values", e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) throws SQLException {
    try {
      return CanonicalJson.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new SQLException("registry.code holds malformed JSON", e);
    }
  }
}
