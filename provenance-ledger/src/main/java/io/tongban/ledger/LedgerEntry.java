package io.tongban.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Something to be recorded.
 *
 * @param id UUIDv7
 * @param type what happened, from {@link EntryType}
 * @param at when, UTC
 * @param actor name of the client, department or {@code hub}; never a person
 * @param manifest everything an auditor needs; stored encrypted outside the log, its salted digest
 *     is in the leaf
 * @param rows the records it used or made, for tracing; stored under keyed hashes only
 */
public record LedgerEntry(
    UUID id, EntryType type, Instant at, String actor, ObjectNode manifest, List<RowRef> rows) {
  public LedgerEntry {
    Objects.requireNonNull(id);
    Objects.requireNonNull(type);
    Objects.requireNonNull(at);
    Objects.requireNonNull(actor);
    Objects.requireNonNull(manifest);
    rows = List.copyOf(rows);
  }
}
