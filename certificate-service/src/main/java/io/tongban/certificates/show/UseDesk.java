package io.tongban.certificates.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Actor;
import io.tongban.access.PurposeSpec;
import io.tongban.access.Subjects;
import io.tongban.access.Tokens;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.ServiceItemSpec;
import io.tongban.certificates.ServiceItemSpec.Need;
import io.tongban.certificates.ServiceItems;
import io.tongban.certificates.jdbc.UseStore;
import io.tongban.certificates.jdbc.UseStore.NewUse;
import io.tongban.certificates.jdbc.UseStore.StoredUse;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.Ids;
import io.tongban.hub.Label;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Authorisations to use certificates. Giving and withdrawing are entries of the ledger, written
 * before they take effect; where the database fails after the entry, the holder is told to try
 * again.
 */
@ApplicationScoped
class UseDesk implements ServiceItems {
  private static final int MOST = 200;
  private final Items items;
  private final Holdings holdings;
  private final UseStore uses;
  private final CopyMaker copyMaker;
  private final Definitions definitions;
  private final Subjects subjects;
  private final Ledger ledger;
  private final Ids ids;
  private final Clock clock;

  @Inject
  UseDesk(
      Items items,
      Holdings holdings,
      UseStore uses,
      CopyMaker copyMaker,
      Definitions definitions,
      Subjects subjects,
      Ledger ledger,
      Ids ids,
      Clock clock) {
    this.items = items;
    this.holdings = holdings;
    this.uses = uses;
    this.copyMaker = copyMaker;
    this.definitions = definitions;
    this.subjects = subjects;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public Question question(String subject, String name) {
    Definition<ServiceItemSpec> item = items.require(name);
    Optional<Definition<PurposeSpec>> purpose =
        definitions.find(PurposeSpec.class, item.spec().purpose());
    return new Question(
        items.shown(item),
        purpose(item.spec().purpose()),
        purpose.map(found -> found.spec().description()).orElse(null),
        items.wanted(items.needs(item.spec()), holdings.of(subject)),
        ends(item.spec()));
  }

  private Label purpose(String name) {
    return definitions
        .find(PurposeSpec.class, name)
        .map(Definition::title)
        .orElseGet(() -> new Label(name, name));
  }

  private Instant ends(ServiceItemSpec item) {
    return now().plus(Duration.ofDays(item.daysOrDefault()));
  }

  /** As the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public Use authorise(String subject, String name) {
    Definition<ServiceItemSpec> item = items.require(name);
    Optional<StoredUse> before =
        uses.ofHolder(subject, MOST).stream()
            .filter(use -> use.item().equals(name) && uses.inForce(use))
            .filter(use -> use.needed().equals(items.needs(item.spec())))
            .findFirst();
    return before.map(this::shown).orElseGet(() -> given(subject, item));
  }

  private Use given(String subject, Definition<ServiceItemSpec> item) {
    if (!question(subject, item.name()).complete()) {
      throw CertificateProblem.CERTIFICATE_NOT_IN_FORCE.problem(
          "a certificate that " + item.name() + " needs is missing or not in force");
    }
    ServiceItemSpec spec = item.spec();
    NewUse use =
        new NewUse(
            ids.next(),
            item.name(),
            spec.department(),
            spec.client(),
            spec.purpose(),
            items.needs(spec),
            now(),
            ends(spec),
            ids.next());
    ObjectNode manifest = told(use.id(), use.item(), use.department(), use.purpose(), use.needs());
    manifest.put("until", use.ends().toString());
    record(use.entry(), EntryType.CONSENT_GIVEN, subject, manifest);
    uses.add(use, subject);
    return shown(uses.find(use.id()).orElseThrow());
  }

  private static ObjectNode told(
      UUID use, String item, String recipient, String purpose, List<Need> needs) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.put("use", use.toString());
    manifest.put("item", item);
    manifest.put("recipient", recipient);
    manifest.put("purpose", purpose);
    manifest.set("certificates", CanonicalJson.mapper().valueToTree(needs));
    return manifest;
  }

  private void record(UUID entry, EntryType type, String subject, ObjectNode manifest) {
    manifest.put("subject", subjects.commitment(subject));
    ledger.append(new LedgerEntry(entry, type, now(), Tokens.HUB, manifest, List.of()));
  }

  @Override
  public Use withdraw(String subject, UUID id) {
    StoredUse use = uses.find(id, subject).orElseThrow(() -> unknown(id));
    if (uses.inForce(use)) {
      UUID entry = ids.next();
      record(
          entry,
          EntryType.CONSENT_WITHDRAWN,
          subject,
          told(use.id(), use.item(), use.department(), use.purpose(), use.needed()));
      uses.withdraw(id, now(), entry);
    }
    return shown(uses.find(id).orElseThrow());
  }

  private static RuntimeException unknown(UUID id) {
    return CertificateProblem.USE_UNKNOWN.problem("there is no authorisation " + id + " here");
  }

  @Override
  public List<Use> ofHolder(String subject) {
    return uses.ofHolder(subject, MOST).stream().map(this::shown).toList();
  }

  @Override
  public List<Use> ofItem(Actor actor, String item, UUID before, int limit) {
    items.require(item, actor.department());
    return uses
        .ofItem(item, actor.department(), before, Math.max(1, Math.min(limit, MOST)))
        .stream()
        .map(this::shown)
        .toList();
  }

  @Override
  public Copies copies(Actor actor, String clerk, UUID id, String caseReference) {
    StoredUse use =
        uses.find(id)
            .filter(found -> found.department().equals(actor.department()))
            .orElseThrow(() -> unknown(id));
    return copyMaker.copies(new CopyMaker.Order(actor, clerk, use, caseReference));
  }

  @Override
  public List<Item> items(String department) {
    return items.of(department);
  }

  @Override
  public JsonNode query(Actor actor, String item) {
    return items.query(items.require(item, actor.department()).spec());
  }

  @Override
  public void forget() {
    uses.sweep();
  }

  private Use shown(StoredUse use) {
    UseState state =
        use.withdrawn() != null
            ? UseState.WITHDRAWN
            : uses.inForce(use) ? UseState.IN_FORCE : UseState.ENDED;
    Label title =
        definitions
            .find(ServiceItemSpec.class, use.item())
            .map(Definition::title)
            .orElseGet(() -> new Label(use.item(), use.item()));
    return new Use(
        use.id(),
        use.item(),
        title,
        holdings.department(use.department()),
        purpose(use.purpose()),
        items.wanted(use.needed(), List.of()),
        state,
        use.given(),
        use.ends(),
        use.withdrawn(),
        use.givenEntry(),
        use.withdrawnEntry());
  }
}
