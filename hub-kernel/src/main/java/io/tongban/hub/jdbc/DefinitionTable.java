package io.tongban.hub.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.definitions.Declared;
import io.tongban.hub.definitions.DefinitionReader;
import io.tongban.hub.definitions.KindCatalogue;
import io.tongban.hub.definitions.Snapshot;
import io.tongban.hub.definitions.SpecParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** The tables of definitions: what holds now, and every version there was. */
final class DefinitionTable {
  private static final Logger LOG = Logger.getLogger(DefinitionTable.class);

  private DefinitionTable() {}

  /** A row of the table of current definitions. */
  record Row(String kind, String name, long version, String digest, String document) {}

  static long version(Handle handle) {
    return handle
        .createQuery("SELECT version FROM hub.catalogue WHERE id = 1")
        .mapTo(Long.class)
        .one();
  }

  /** Locks the catalogue until the transaction ends, so that one set is applied at a time. */
  static long lock(Handle transaction) {
    return transaction
        .createQuery("SELECT version FROM hub.catalogue WHERE id = 1 FOR UPDATE")
        .mapTo(Long.class)
        .one();
  }

  /** Reads everything; the caller's transaction makes version and rows agree. */
  static Snapshot load(Handle handle, KindCatalogue kinds) {
    long version = version(handle);
    List<Definition<?>> definitions = new ArrayList<>();
    handle
        .createQuery("SELECT kind, name, version, digest, document FROM hub.definition")
        .mapTo(Row.class)
        .forEach(row -> typed(row, kinds).ifPresent(definitions::add));
    return new Snapshot(kinds, version, definitions);
  }

  /** What held at an earlier version; what its kind can no longer read is left out. */
  static Snapshot at(Handle handle, KindCatalogue kinds, long catalogueVersion) {
    List<Definition<?>> definitions = new ArrayList<>();
    handle
        .createQuery(
            "SELECT v.kind, v.name, v.version, v.digest, v.document FROM hub.definition_version v"
                + " JOIN (SELECT kind, name, MAX(version) AS version FROM hub.definition_version"
                + " WHERE catalogue_version <= ? GROUP BY kind, name) l"
                + " ON l.kind = v.kind AND l.name = v.name AND l.version = v.version")
        .bind(0, catalogueVersion)
        .mapTo(Row.class)
        .forEach(row -> readable(row, kinds).ifPresent(definitions::add));
    return new Snapshot(kinds, catalogueVersion, definitions);
  }

  private static Optional<Definition<?>> readable(Row row, KindCatalogue kinds) {
    try {
      return kinds.find(row.kind()).map(kind -> typed(row, kind));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  static List<Long> changes(Handle handle, String kind, String name) {
    return handle
        .createQuery(
            "SELECT catalogue_version FROM hub.definition_version WHERE kind = ? AND name = ?"
                + " ORDER BY version")
        .bind(0, kind)
        .bind(1, name)
        .mapTo(Long.class)
        .list();
  }

  private static Optional<Definition<?>> typed(Row row, KindCatalogue kinds) {
    Optional<DefinitionKind<?>> kind = kinds.find(row.kind());
    if (kind.isEmpty()) {
      LOG.warnf(
          "%s/%s is of a kind this hub does not know: it is left out", row.kind(), row.name());
      return Optional.empty();
    }
    return Optional.of(typed(row, kind.get()));
  }

  private static <T> Definition<T> typed(Row row, DefinitionKind<T> kind) {
    JsonNode document = CanonicalJson.read(row.document().getBytes(StandardCharsets.UTF_8));
    SpecParser.Parsed<T> parsed = SpecParser.parse(kind.specType(), document.path("spec"));
    if (parsed.fault() != null) {
      throw new IllegalStateException(
          "the stored definition %s/%s no longer fits its kind at %s: %s"
              .formatted(
                  row.kind(), row.name(), parsed.fault().pointer(), parsed.fault().message()));
    }
    return new Definition<>(
        row.kind(),
        row.name(),
        DefinitionReader.title(document, row.name()),
        parsed.spec(),
        row.version(),
        row.digest(),
        Map.of());
  }

  static void store(Handle transaction, Declared<?> declared, long catalogueVersion, Instant now) {
    Definition<?> definition = declared.definition();
    if (definition.version() > 1) {
      transaction.execute(
          "DELETE FROM hub.definition WHERE kind = ? AND name = ?",
          definition.kind(),
          definition.name());
    }
    String document = new String(CanonicalJson.bytes(declared.content()), StandardCharsets.UTF_8);
    for (String table : List.of("definition", "definition_version")) {
      transaction.execute(
          "INSERT INTO hub."
              + table
              + " (kind, name, version, digest, document, applied_at, catalogue_version)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?)",
          definition.kind(),
          definition.name(),
          definition.version(),
          definition.digest(),
          document,
          now,
          catalogueVersion);
    }
  }

  static void advance(Handle transaction, long version) {
    transaction.execute("UPDATE hub.catalogue SET version = ? WHERE id = 1", version);
  }
}
