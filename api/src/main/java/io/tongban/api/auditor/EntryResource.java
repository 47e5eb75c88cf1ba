package io.tongban.api.auditor;

import io.tongban.api.QueryNumber;
import io.tongban.api.token.Caller;
import io.tongban.hub.Cursor;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Receipt;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Entries with their manifests, for auditors; every look is recorded. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
public class EntryResource {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1000;
  private static final String AUDITOR = "auditor";
  private final Ledger ledger;
  private final Audit audit;
  private final Caller caller;

  @Inject
  EntryResource(Ledger ledger, Audit audit, Caller caller) {
    this.ledger = ledger;
    this.audit = audit;
    this.caller = caller;
  }

  /** Entries, newest first. */
  @GET
  @Path("ledger/entries")
  @Operation(
      summary = "List the ledger's entries, newest first",
      description = "Role auditor. Give next as after to get the next page")
  @APIResponse(responseCode = "200", description = "A page of entries")
  @APIResponse(responseCode = "400", description = "Problem cursor-invalid or ledger-query")
  public Page entries(
      @QueryParam("type") String type,
      @QueryParam("actor") String actor,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit) {
    caller.requireRole(AUDITOR);
    int most = limit(limit);
    Cursor cursor = blank(after) ? null : Cursor.decode(after);
    List<Ledger.Recorded> found =
        ledger.newest(type(type), blank(actor) ? null : actor, cursor, most);
    audit.look(caller.actor(), "ledger/entries", List.of());
    String next =
        found.size() < most
            ? null
            : new Cursor(List.of(Long.toString(found.get(most - 1).index()))).encode();
    return new Page(found, next);
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  private static EntryType type(String text) {
    if (blank(text)) {
      return null;
    }
    try {
      return EntryType.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw LedgerProblem.QUERY_INVALID.problem(
          "type is none of " + List.of(EntryType.values()), e);
    }
  }

  private static int limit(String text) {
    return QueryNumber.of("limit", text, DEFAULT_LIMIT, MOST, LedgerProblem.QUERY_INVALID);
  }

  /** An entry. */
  @GET
  @Path("ledger/entries/{id}")
  @Operation(summary = "Get an entry with its manifest", description = "Role auditor")
  @APIResponse(responseCode = "200", description = "The entry")
  @APIResponse(responseCode = "404", description = "Problem ledger-entry-unknown")
  public Ledger.Recorded entry(@PathParam("id") String id) {
    caller.requireRole(AUDITOR);
    Ledger.Recorded found =
        ledger
            .find(id(id))
            .orElseThrow(
                () -> LedgerProblem.ENTRY_UNKNOWN.problem("the ledger has no entry of that id"));
    audit.look(caller.actor(), "ledger/entries/" + found.id(), List.of());
    return found;
  }

  /** A fresh receipt; it tells no more than the public log does, so the look is not recorded. */
  @GET
  @Path("receipts/{id}")
  @Operation(
      summary = "Get a fresh receipt of an entry",
      description =
          "Of the caller's own entries, or role auditor. Under the newest checkpoint that witnesses"
              + " cosigned, else the newest of all; without the manifest's nonce")
  @APIResponse(responseCode = "200", description = "The receipt")
  @APIResponse(responseCode = "404", description = "Problem ledger-entry-unknown")
  public Receipt receipt(@PathParam("id") String id) {
    boolean own =
        ledger
            .find(id(id))
            .filter(entry -> entry.actor().equals(caller.actor().client()))
            .isPresent();
    if (!own) {
      caller.requireRole(AUDITOR);
    }
    return ledger
        .receipt(id(id))
        .orElseThrow(
            () -> LedgerProblem.ENTRY_UNKNOWN.problem("the ledger has no entry of that id"));
  }

  /** Checks the whole ledger. */
  @GET
  @Path("ledger/fsck")
  @Operation(
      summary = "Check the whole ledger",
      description = "Role auditor. Re-hashes every entry; takes a while on a large ledger")
  @APIResponse(
      responseCode = "200",
      description =
          "badIndex is -1 if everything holds; checkpoint is the newest of all, to compare with"
              + " what was kept")
  public Checked fsck() {
    caller.requireRole(AUDITOR);
    Ledger.Fsck found = ledger.fsck();
    return new Checked(found.entries(), found.badIndex(), found.message(), ledger.checkpoint());
  }

  /**
   * What the check of the whole ledger found.
   *
   * @param badIndex the first index that does not hold, or -1
   * @param checkpoint the newest tree head, a signed note
   */
  @Schema(description = "What the check of the whole ledger found")
  public record Checked(long entries, long badIndex, String message, String checkpoint) {}

  static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw LedgerProblem.QUERY_INVALID.problem("the id is not a UUID", e);
    }
  }

  /**
   * A page of entries.
   *
   * @param next the cursor of the next page, or null if this is the last
   */
  @Schema(description = "A page of entries; give next as after to get the next page")
  public record Page(List<Ledger.Recorded> entries, String next) {}
}
