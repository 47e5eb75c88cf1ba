package io.tongban.access.corrections;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.access.Correction;
import io.tongban.access.Correction.State;
import io.tongban.access.Corrections;
import io.tongban.access.PersonRows;
import io.tongban.access.PurposeSpec;
import io.tongban.access.RecordUses;
import io.tongban.access.Tokens;
import io.tongban.access.corrections.CorrectionStore.Party;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Cursor;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import io.tongban.registry.RecordStore;
import io.tongban.registry.Registry;
import io.tongban.registry.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Corrections, with the ledger as the one that knows who received what. */
@ApplicationScoped
class HubCorrections implements Corrections {
  private static final int MOST_KEY = 400;
  private static final int MOST_CASE = 200;

  /** Open ones that are looked at for loads whenever an inbox is opened. */
  private static final int MOST_OPEN = 1_000;

  private final CorrectionStore store;
  private final Registry registry;
  private final RecordStore records;
  private final Definitions definitions;
  private final PersonRows persons;
  private final RecordUses uses;
  private final CorrectionEvents events;
  private final Ledger ledger;
  private final Ids ids;
  private final Clock clock;

  @Inject
  HubCorrections(
      CorrectionStore store,
      Registry registry,
      RecordStore records,
      Definitions definitions,
      PersonRows persons,
      RecordUses uses,
      CorrectionEvents events,
      Ledger ledger,
      Ids ids,
      Clock clock) {
    this.store = store;
    this.registry = registry;
    this.records = records;
    this.definitions = definitions;
    this.persons = persons;
    this.uses = uses;
    this.events = events;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
  }

  /** As the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public Done request(Actor actor, boolean operator, Ask ask) {
    purpose(ask);
    Resource resource = resource(ask);
    RowRef row = new RowRef(resource.name(), ask.key());
    Map<String, Party> parties = recipients(row);
    String provider = resource.spec().provider();
    boolean concerned =
        parties.containsKey(actor.department())
            || (operator || actor.department().equals(provider)) && exists(resource, ask, parties);
    if (!concerned) {
      throw unknown();
    }
    parties.putIfAbsent(provider, new Party(provider, 0, null));
    parties.putIfAbsent(actor.department(), new Party(actor.department(), 0, null));
    UUID id = ids.next();
    Instant now = now();
    ObjectNode manifest = head(actor, "request-correction", id);
    manifest.put("resource", resource.name()).put("purpose", ask.purpose());
    if (ask.field() != null) {
      manifest.put("field", ask.field());
    }
    manifest.put("parties", parties.size());
    // the record by its keyed hash alone: a key can be a person's number
    Receipt receipt = append(actor, EntryType.CORRECTION_REQUESTED, manifest, List.of(row));
    store.add(
        new CorrectionStore.New(
            id,
            resource.name(),
            persons.person(row).orElse(null),
            ask.key(),
            ask.field(),
            ask.reason().strip(),
            provider,
            actor.client(),
            actor.department(),
            ask.purpose(),
            ask.caseReference(),
            loaded(resource.name(), ask.key()).orElse(null),
            now,
            receipt.id()),
        List.copyOf(parties.values()),
        events.requested(id, resource.name(), receipt.id(), parties.values()));
    return new Done(store.find(id, actor.department()).orElseThrow(), receipt);
  }

  private void purpose(Ask ask) {
    if (blank(ask.purpose())) {
      throw AccessProblem.PURPOSE_MISSING.problem("the request names no purpose");
    }
    PurposeSpec purpose =
        definitions
            .find(PurposeSpec.class, ask.purpose())
            .map(Definition::spec)
            .orElseThrow(
                () -> AccessProblem.PURPOSE_UNKNOWN.problem("there is no such purpose declared"));
    if (Boolean.TRUE.equals(purpose.caseRequired()) && blank(ask.caseReference())) {
      throw AccessProblem.CASE_REQUIRED.problem("purpose " + ask.purpose() + " needs a case");
    }
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  private Resource resource(Ask ask) {
    Resource resource =
        registry
            .resource(blank(ask.resource()) ? "" : ask.resource())
            .orElseThrow(() -> AccessProblem.RESOURCE_UNKNOWN.problem("there is no such resource"));
    if (ask.field() != null && resource.column(ask.field()).isEmpty()) {
      throw AccessProblem.COLUMN_UNKNOWN.problem(
          "resource "
              + resource.name()
              + " has no such item; leave field out for the whole record");
    }
    text("key", ask.key(), MOST_KEY);
    text("reason", ask.reason(), MOST_REASON);
    if (ask.caseReference() != null) {
      text("case", ask.caseReference(), MOST_CASE);
    }
    return resource;
  }

  private static void text(String member, String value, int most) {
    if (blank(value) || value.length() > most) {
      throw AccessProblem.CORRECTION_INVALID.problem(
          member + " is missing or longer than " + most + " characters");
    }
  }

  /** Every department that received the record, with how often and when last. */
  private Map<String, Party> recipients(RowRef row) {
    Map<String, Party> recipients = new LinkedHashMap<>();
    uses.read(
        row,
        0,
        Integer.MAX_VALUE,
        entry ->
            received(entry)
                .ifPresent(
                    department ->
                        recipients.merge(
                            department,
                            new Party(department, 1, entry.id()),
                            (old, one) -> new Party(department, old.uses() + 1, one.newestUse()))));
    return recipients;
  }

  /** The department that received data by an entry. */
  private Optional<String> received(Ledger.Recorded entry) {
    return uses.received(entry)
        ? Optional.ofNullable(entry.manifest().path("actor").path("department").textValue())
            .filter(department -> !department.equals(Tokens.HUB))
        : Optional.empty();
  }

  private boolean exists(Resource resource, Ask ask, Map<String, Party> recipients) {
    return resource.live()
        || !recipients.isEmpty()
        || loaded(resource.name(), ask.key()).isPresent();
  }

  /** The run that last changed a record, if it is stored here. */
  private Optional<UUID> loaded(String resource, String key) {
    return registry
        .resource(resource)
        .filter(found -> !found.live())
        .flatMap(found -> records.origin(resource, key))
        .map(RecordStore.Origin::run);
  }

  @Override
  public List<Correction> inbox(Actor actor, State state, Cursor after, int limit) {
    UUID before = after == null ? null : before(after);
    store
        .of(actor.department(), State.OPEN, null, MOST_OPEN)
        .forEach(correction -> now(correction, actor));
    return store.of(actor.department(), state, before, limit);
  }

  private static UUID before(Cursor after) {
    try {
      return UUID.fromString(after.keys().get(0));
    } catch (IllegalArgumentException e) {
      throw AccessProblem.CORRECTION_INVALID.problem("after is no cursor of this address", e);
    }
  }

  @Override
  public Correction find(Actor actor, UUID id) {
    return now(known(actor, id), actor);
  }

  private Correction known(Actor actor, UUID id) {
    return store.find(id, actor.department()).orElseThrow(HubCorrections::unknown);
  }

  private static ProblemException unknown() {
    return AccessProblem.CORRECTION_UNKNOWN.problem(
        "there is no such correction or record, or it does not concern this department");
  }

  /** As it stands: one whose record a load has changed since is corrected. */
  private Correction now(Correction correction, Actor actor) {
    if (correction.state() != State.OPEN) {
      return correction;
    }
    Optional<UUID> before = store.loaded(correction.id());
    Optional<UUID> run = loaded(correction.resource(), correction.key());
    if (before.isEmpty() || before.equals(run)) {
      return correction;
    }
    Actor hub = new Actor(Tokens.HUB, Tokens.HUB, null);
    String by = run.map(id -> "run " + id).orElse("the record is no longer there");
    ObjectNode manifest = decision(hub, correction.id(), State.CORRECTED);
    run.ifPresent(id -> manifest.put("run", id.toString()));
    settle(hub, correction, State.CORRECTED, by, manifest);
    return known(actor, correction.id());
  }

  @Override
  public Correction acknowledge(Actor actor, UUID id) {
    Correction correction = known(actor, id);
    if (correction.acknowledged() == null) {
      ObjectNode manifest = head(actor, "acknowledge-correction", id);
      Receipt receipt =
          append(
              actor,
              EntryType.CORRECTION_ACKNOWLEDGED,
              manifest,
              List.of(new RowRef(correction.resource(), correction.key())));
      store.acknowledge(id, actor.department(), now(), receipt.id());
    }
    return find(actor, id);
  }

  @Override
  public Correction decide(Actor actor, UUID id, State state, String reason) {
    Correction correction = find(actor, id);
    if (!correction.provider().equals(actor.department())) {
      throw AccessProblem.CORRECTION_NOT_PROVIDER.problem(
          "department " + actor.department() + " does not provide " + correction.resource());
    }
    if (state != State.CORRECTED && state != State.REFUSED) {
      throw AccessProblem.CORRECTION_INVALID.problem("state is neither CORRECTED nor REFUSED");
    }
    if (state == State.REFUSED || reason != null) {
      text("reason", reason, MOST_REASON);
    }
    if (correction.state() != State.OPEN) {
      throw closed(correction);
    }
    if (!settle(actor, correction, state, reason, decision(actor, id, state))) {
      throw closed(find(actor, id));
    }
    return find(actor, id);
  }

  private static ProblemException closed(Correction correction) {
    return AccessProblem.CORRECTION_CLOSED.problem(
        "the correction " + correction.id() + " is " + correction.state());
  }

  private static ObjectNode decision(Actor actor, UUID id, State state) {
    return head(actor, "decide-correction", id).put("state", state.name());
  }

  private boolean settle(
      Actor actor, Correction correction, State state, String reason, ObjectNode manifest) {
    Receipt receipt =
        append(
            actor,
            EntryType.CORRECTION_DECIDED,
            manifest,
            List.of(new RowRef(correction.resource(), correction.key())));
    return store.decide(
        correction.id(),
        state,
        reason,
        now(),
        receipt.id(),
        events.decided(correction, state, receipt.id(), store.departments(correction.id())));
  }

  private static ObjectNode head(Actor actor, String action, UUID correction) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.putObject("actor").put("client", actor.client()).put("department", actor.department());
    manifest.put("action", action).put("target", "correction/" + correction);
    return manifest;
  }

  private Receipt append(Actor actor, EntryType type, ObjectNode manifest, List<RowRef> rows) {
    return ledger.append(
        new LedgerEntry(
            ids.next(), type, clock.instant(), actor.client(), manifest, persons.named(rows)));
  }
}
