package io.tongban.access.judge;

import io.tongban.access.AccessGrant;
import io.tongban.access.AccessProblem;
import io.tongban.access.AccessRequest;
import io.tongban.access.Actor;
import io.tongban.access.Consent;
import io.tongban.access.Decision;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.access.PersonRows;
import io.tongban.access.PurposeSpec;
import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.access.SharingAgreementSpec;
import io.tongban.access.Subjects;
import io.tongban.access.agreements.AgreementIndex;
import io.tongban.access.agreements.Agreements;
import io.tongban.access.agreements.Resolution;
import io.tongban.access.cedar.Policies;
import io.tongban.access.cedar.PolicyDecision;
import io.tongban.access.cedar.PolicyQuestion;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import io.tongban.ledger.Witnesses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides from what is declared: client, purpose, sharing type or agreement, then the policies,
 * then the consent of the person.
 */
@ApplicationScoped
class HubJudge implements Judge {
  /** Long enough for a report, too short to be kept for later. */
  private static final Duration GRANT_LIFE = Duration.ofMinutes(2);

  private final Definitions definitions;
  private final Clients clients;
  private final Agreements agreements;
  private final Policies policies;
  private final ConsentCheck consents;
  private final Subjects subjects;
  private final PersonRows persons;
  private final Refusals refusals;
  private final Rates rates;
  private final Ledger ledger;
  private final Witnesses witnesses;
  private final Ids ids;
  private final Clock clock;
  private final ZoneId zone;
  private final OpenGrants open = new OpenGrants();

  @Inject
  HubJudge(
      Definitions definitions,
      Clients clients,
      Agreements agreements,
      Policies policies,
      ConsentCheck consents,
      Subjects subjects,
      PersonRows persons,
      Refusals refusals,
      Rates rates,
      Ledger ledger,
      Witnesses witnesses,
      Ids ids,
      Clock clock,
      HubSettings settings) {
    this.definitions = definitions;
    this.clients = clients;
    this.agreements = agreements;
    this.policies = policies;
    this.consents = consents;
    this.subjects = subjects;
    this.persons = persons;
    this.refusals = refusals;
    this.rates = rates;
    this.ledger = ledger;
    this.witnesses = witnesses;
    this.ids = ids;
    this.clock = clock;
    this.zone = settings.zone();
  }

  @Override
  public Decision decide(AccessRequest request) {
    Optional<Problem> refusal = clients.refusal(request.actor()).or(() -> purposeRefusal(request));
    if (refusal.isPresent()) {
      return refusals.record(request, refusal.get());
    }
    Instant now = clock.instant();
    ZonedDateTime local = now.atZone(zone);
    Resolution resolution =
        agreements
            .current()
            .resolve(
                new AgreementIndex.Question(
                    request.actor().department(),
                    request.purpose(),
                    request.resources(),
                    local.toLocalDate()));
    if (resolution instanceof Resolution.Allowed allowed) {
      return underPolicies(request, allowed, now, local);
    }
    return refusals.record(request, new Denials(definitions).problem(request, resolution));
  }

  private Decision underPolicies(
      AccessRequest request, Resolution.Allowed allowed, Instant now, ZonedDateTime local) {
    if (request.actor().region() == null && namesRegion(allowed)) {
      return refusals.record(request, regionMissing(request.actor()));
    }
    PolicyDecision decision =
        policies.evaluate(
            new PolicyQuestion(
                request.actor(),
                request.action(),
                request.target(),
                request.purpose(),
                given(request.caseReference()),
                allowed,
                local.toLocalDate(),
                local.getHour()));
    if (decision instanceof PolicyDecision.Forbidden forbidden) {
      return refusals.record(request, Denials.forbidden(forbidden));
    }
    if (decision instanceof PolicyDecision.Failed failed) {
      return refusals.record(request, Denials.failed(failed));
    }
    return underConsent(request, allowed, now);
  }

  /** Last: a person is asked for nothing that law and policies would refuse anyway. */
  private Decision underConsent(AccessRequest request, Resolution.Allowed allowed, Instant now) {
    AccessGrant.Basis basis = allowed.basis();
    if (!allowed.consent().isEmpty()) {
      try {
        Consent consent = consents.covering(request, allowed, now);
        basis =
            new AccessGrant.Basis(
                basis.kind(),
                basis.agreement(),
                basis.law(),
                consent.id(),
                subjects.commitment(request.subject()));
      } catch (ProblemException refused) {
        return refusals.record(request, refused.problem());
      }
    }
    Optional<Decision.Deny> tooOften = rates.count(request, allowed, now.atZone(zone));
    if (tooOften.isPresent()) {
      return tooOften.get();
    }
    AccessGrant grant = grant(request, allowed, basis, now);
    if (request.counted() != AccessRequest.Counted.LOOK) {
      // nothing is released under a look, so there is nothing to settle
      open.add(grant, now);
    }
    return new Decision.Permit(grant);
  }

  /** A missing region must not read as an empty one: {@code <>} would then let rows through. */
  private static boolean namesRegion(Resolution.Allowed allowed) {
    return allowed.terms().values().stream().anyMatch(t -> t.attributes().contains("region"));
  }

  private static Problem regionMissing(Actor actor) {
    return Problem.of(
        AccessProblem.REGION_MISSING,
        "the agreement's row condition names :region, and department "
            + actor.department()
            + " has none declared");
  }

  private Optional<Problem> purposeRefusal(AccessRequest request) {
    if (!given(request.purpose())) {
      return Optional.of(Problem.of(AccessProblem.PURPOSE_MISSING, "the request names no purpose"));
    }
    Optional<PurposeSpec> purpose =
        definitions.find(PurposeSpec.class, request.purpose()).map(Definition::spec);
    if (purpose.isEmpty()) {
      return Optional.of(
          Problem.of(AccessProblem.PURPOSE_UNKNOWN, "there is no purpose " + request.purpose()));
    }
    if (Boolean.TRUE.equals(purpose.get().caseRequired()) && !given(request.caseReference())) {
      return Optional.of(
          Problem.of(
              AccessProblem.CASE_REQUIRED,
              "purpose " + request.purpose() + " is for a case, and none is named"));
    }
    return Optional.empty();
  }

  private AccessGrant grant(
      AccessRequest request, Resolution.Allowed allowed, AccessGrant.Basis basis, Instant now) {
    Map<String, ResourceGrant> resources = new HashMap<>();
    allowed.terms().forEach((name, terms) -> resources.put(name, granted(request, terms)));
    return new AccessGrant(
        ids.next(),
        request.actor(),
        request.action(),
        request.target(),
        resources,
        request.purpose(),
        request.caseReference(),
        basis,
        allowed.rowLimit(),
        now.plus(GRANT_LIFE),
        allowed.shape());
  }

  private static ResourceGrant granted(AccessRequest request, Resolution.Terms terms) {
    RowCondition rows =
        terms.rows().isEmpty()
            ? RowCondition.ALL
            : new RowCondition(terms.rows(), attributes(request, terms.attributes()));
    return new ResourceGrant(
        new LinkedHashSet<>(terms.columns()), terms.masks(), rows, terms.minimumGroup());
  }

  private static Map<String, String> attributes(AccessRequest request, Set<String> named) {
    Actor actor = request.actor();
    Map<String, String> values = new HashMap<>();
    for (String name : named) {
      values.put(
          name,
          switch (name) {
            case "client" -> actor.client();
            case "department" -> actor.department();
            case Resolution.SUBJECT -> request.subject();
            default -> actor.region();
          });
    }
    return values;
  }

  private static boolean given(String text) {
    return text != null && !text.isBlank();
  }

  @Override
  public AccessGrant grant(AccessRequest request) {
    Decision decision = decide(request);
    if (decision instanceof Decision.Deny deny) {
      throw new ProblemException(deny.problem(), null);
    }
    return ((Decision.Permit) decision).grant();
  }

  @Override
  public Receipt settle(AccessGrant grant, Outcome outcome, Ledger.Alongside alongside) {
    Instant now = clock.instant();
    if (grant.rowLimit() > 0 && outcome.rowCount() > grant.rowLimit()) {
      throw AccessProblem.GRANT_EXCEEDED.problem(
          "the answer has " + outcome.rowCount() + " rows, the grant " + grant.rowLimit());
    }
    List<RowRef> rows =
        persons.named(outcome.rows().stream().distinct().toList()).stream()
            .map(row -> withoutSubject(row, grant))
            .toList();
    LedgerEntry entry =
        new LedgerEntry(
            grant.id(),
            outcome.type(),
            now,
            grant.actor().client(),
            Manifests.use(grant, outcome, rows),
            rows);
    open.take(grant, now);
    requireConsent(grant);
    boolean recorded = false;
    try {
      Receipt receipt = ledger.append(entry, alongside);
      recorded = true;
      return afterWitnesses(grant) ? witnesses.await(receipt) : receipt;
    } finally {
      if (!recorded) {
        open.putBack(grant);
      }
    }
  }

  /**
   * Whom the person's own consent is for is named by commitment also where the key holds the
   * identifier under an item that is not declared as the subject.
   */
  private static RowRef withoutSubject(RowRef row, AccessGrant grant) {
    ResourceGrant granted = grant.resources().get(row.resource());
    String subject =
        granted == null ? null : granted.rowCondition().attributes().get(Resolution.SUBJECT);
    if (subject == null || !row.key().contains(subject)) {
      return row;
    }
    // parts of a key are joined by a bar
    String key =
        Arrays.stream(row.key().split("\\|", -1))
            .map(part -> part.equals(subject) ? grant.basis().subject() : part)
            .collect(Collectors.joining("|"));
    return new RowRef(row.resource(), key);
  }

  /** As the agreement is declared now. */
  private boolean afterWitnesses(AccessGrant grant) {
    String agreement = grant.basis().agreement();
    return agreement != null
        && definitions
            .find(SharingAgreementSpec.class, agreement)
            .filter(found -> found.spec().afterWitnesses())
            .isPresent();
  }

  @Override
  public void requireConsent(AccessGrant grant) {
    Optional<Problem> over = consents.over(grant, clock.instant());
    if (over.isPresent()) {
      throw new ProblemException(refusals.record(again(grant), over.get()).problem(), null);
    }
  }

  /** The request that a grant answered. */
  private static AccessRequest again(AccessGrant grant) {
    Map<String, Set<String>> resources = new HashMap<>();
    grant.resources().forEach((name, granted) -> resources.put(name, granted.columns()));
    return new AccessRequest(
        grant.actor(),
        grant.action(),
        grant.target(),
        resources,
        grant.purpose(),
        grant.caseReference());
  }
}
