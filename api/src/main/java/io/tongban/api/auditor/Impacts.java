package io.tongban.api.auditor;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.access.ClientSpec;
import io.tongban.access.RecordUses;
import io.tongban.api.auditor.Impact.AffectedType;
import io.tongban.api.auditor.Impact.MadeCertificate;
import io.tongban.api.auditor.Impact.Recipient;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates;
import io.tongban.hub.Cursor;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.Lineage.Direction;
import io.tongban.ledger.Lineage.Paths;
import io.tongban.ledger.Lineage.Step;
import io.tongban.ledger.LineageRun;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Finds who and what is affected by a column, over the lineage graph, or by a record, by the
 * ledger's record index. The caller checks who asks and records the look.
 */
@ApplicationScoped
class Impacts {
  /** Most uses of a record that are read for one answer. */
  static final int MOST_USES = 10_000;

  private static final int MOST_STEPS = 2_000;
  private static final String SERVICE = "service/";
  private static final String ISSUE = "issue/";
  private static final String CLIENT = "client/";
  private static final String CERTIFICATE = "certificate";

  private final Lineage lineage;
  private final Ledger ledger;
  private final Certificates certificates;
  private final Definitions definitions;
  private final RecordUses records;

  @Inject
  Impacts(
      Lineage lineage,
      Ledger ledger,
      Certificates certificates,
      Definitions definitions,
      RecordUses records) {
    this.lineage = lineage;
    this.ledger = ledger;
    this.certificates = certificates;
    this.definitions = definitions;
    this.records = records;
  }

  /**
   * Of a column.
   *
   * @param column null for all of the dataset
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#TRACE_EMPTY} if nothing is known
   */
  Impact ofColumn(String dataset, String column) {
    Paths paths = lineage.follow(dataset, column, Direction.FORWARD, null, MOST_STEPS);
    if (paths.steps().isEmpty()) {
      throw LedgerProblem.TRACE_EMPTY.problem(
          "no job that is known read that " + (column == null ? "dataset" : "column"));
    }
    List<String> jobs = paths.steps().stream().map(Step::job).distinct().toList();
    return new Impact(
        dataset,
        column,
        null,
        null,
        paths.steps(),
        jobs,
        after(SERVICE, jobs),
        paths.steps().stream().map(Step::to).distinct().toList(),
        types(paths.steps()),
        List.of(),
        recipients(paths.steps()),
        paths.truncated(),
        null,
        null);
  }

  private static List<String> after(String start, List<String> names) {
    return names.stream()
        .filter(name -> name.startsWith(start))
        .map(name -> name.substring(start.length()))
        .toList();
  }

  /** Types whose claims are columns that were reached: issued ones, and those of a service. */
  private List<AffectedType> types(List<Step> steps) {
    List<AffectedType> types = new ArrayList<>();
    for (Definition<CertificateTypeSpec> type : definitions.all(CertificateTypeSpec.class)) {
      Set<String> jobs = Set.of(SERVICE + type.spec().service(), ISSUE + type.name());
      List<Step> through = steps.stream().filter(step -> jobs.contains(step.job())).toList();
      if (!through.isEmpty()) {
        types.add(new AffectedType(type.name(), claims(type.spec(), through)));
      }
    }
    return types;
  }

  private static List<String> claims(CertificateTypeSpec type, List<Step> through) {
    boolean all = through.stream().anyMatch(step -> step.toColumn() == null);
    return Stream.ofNullable(type.claims())
        .flatMap(List::stream)
        .filter(
            claim ->
                all || through.stream().anyMatch(step -> claim.column().equals(step.toColumn())))
        .map(CertificateTypeSpec.Claim::name)
        .toList();
  }

  private List<Recipient> recipients(List<Step> steps) {
    Map<Object, Recipient> recipients = new LinkedHashMap<>();
    steps.stream()
        .filter(step -> step.to().startsWith(CLIENT))
        .map(Step::run)
        .distinct()
        .map(lineage::run)
        .flatMap(Optional::stream)
        .forEach(run -> clients(run).forEach(client -> add(recipients, recipient(client, run))));
    return recipients.values().stream().map(this::proven).toList();
  }

  private static List<String> clients(LineageRun run) {
    return after(CLIENT, run.outputs().stream().map(LineageRun.Dataset::name).toList());
  }

  private Recipient recipient(String client, LineageRun run) {
    String receipt = run.facts().get("receipt");
    String department =
        definitions.find(ClientSpec.class, client).map(c -> c.spec().department()).orElse(null);
    return new Recipient(
        client,
        department == null ? run.facts().get("recipient") : department,
        run.facts().get("purpose"),
        1,
        run.started(),
        receipt == null ? null : UUID.fromString(receipt),
        null);
  }

  private static void add(Map<Object, Recipient> recipients, Recipient use) {
    recipients.merge(List.of(use.client(), String.valueOf(use.purpose())), use, Impacts::together);
  }

  private static Recipient together(Recipient one, Recipient other) {
    Recipient newer = other.newest().isBefore(one.newest()) ? one : other;
    return new Recipient(
        newer.client(),
        newer.department(),
        newer.purpose(),
        one.uses() + other.uses(),
        newer.newest(),
        newer.entry(),
        null);
  }

  private Recipient proven(Recipient recipient) {
    return new Recipient(
        recipient.client(),
        recipient.department(),
        recipient.purpose(),
        recipient.uses(),
        recipient.newest(),
        recipient.entry(),
        recipient.entry() == null ? null : ledger.receipt(recipient.entry()).orElse(null));
  }

  /**
   * Of a record.
   *
   * @param after where to go on, as {@link Impact#next} said, or null
   * @param limit uses that are read at most, up to {@link #MOST_USES}
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#TRACE_EMPTY} if nobody used it
   */
  Impact ofRecord(RowRef row, Cursor after, int limit) {
    Uses uses = new Uses();
    long from = after == null ? 0 : index(after);
    OptionalLong next = records.read(row, from, limit, entry -> use(entry, uses));
    if (uses.entries == 0) {
      throw LedgerProblem.TRACE_EMPTY.problem(
          "no entry of the ledger " + (after == null ? "" : "after that cursor ") + "names it");
    }
    List<String> targets = List.copyOf(uses.targets);
    return new Impact(
        null,
        null,
        row.resource(),
        row.key(),
        List.of(),
        targets,
        after(SERVICE, targets),
        List.of(),
        List.copyOf(uses.types.values()),
        uses.certificates,
        uses.recipients.values().stream().map(this::proven).toList(),
        next.isPresent(),
        next.isEmpty() ? null : new Cursor(List.of(Long.toString(next.getAsLong()))).encode(),
        null);
  }

  /** What uses of a record come to. */
  private static final class Uses {
    private int entries;
    private final Set<String> targets = new LinkedHashSet<>();
    private final Map<Object, Recipient> recipients = new LinkedHashMap<>();
    private final Map<String, AffectedType> types = new LinkedHashMap<>();
    private final List<MadeCertificate> certificates = new ArrayList<>();
  }

  private static long index(Cursor after) {
    try {
      return Long.parseLong(after.keys().get(0));
    } catch (NumberFormatException e) {
      throw LedgerProblem.QUERY_INVALID.problem("after is no cursor of this address", e);
    }
  }

  private void use(Ledger.Recorded entry, Uses uses) {
    JsonNode manifest = entry.manifest();
    uses.entries++;
    if (records.received(entry)) {
      add(
          uses.recipients,
          new Recipient(
              manifest.path("actor").path("client").asText(entry.actor()),
              Tracer.text(manifest.path("actor"), "department"),
              Tracer.text(manifest, "purpose"),
              1,
              entry.at(),
              entry.id(),
              null));
    }
    String target = Tracer.text(manifest, "target");
    String action = Tracer.text(manifest, "action");
    if (target != null && action != null && !action.equals("audit")) {
      uses.targets.add(job(action, target));
    }
    if (entry.type() == EntryType.CERTIFICATE_ISSUED) {
      certificates(entry, target, uses);
    }
  }

  private static String job(String action, String target) {
    return switch (action) {
      case "call" -> SERVICE + target;
      case "issue" -> ISSUE + target;
      default -> action + "/" + target;
    };
  }

  private void certificates(Ledger.Recorded entry, String type, Uses uses) {
    if (type != null) {
      uses.types.putIfAbsent(type, new AffectedType(type, List.of()));
    }
    for (JsonNode row : entry.manifest().path("rows")) {
      if (row.path("resource").asText().equals(CERTIFICATE)) {
        UUID id = UUID.fromString(row.path("key").asText());
        Certificates.Issued issued = certificates.find(id).orElse(null);
        Instant at = entry.at();
        uses.certificates.add(
            new MadeCertificate(
                id,
                type,
                Optional.ofNullable(issued)
                    .map(found -> Objects.toString(found.status()))
                    .orElse(null),
                at,
                entry.id()));
      }
    }
  }
}
