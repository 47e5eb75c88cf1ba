package io.tongban.certificates.present;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.access.SharingAgreementSpec;
import io.tongban.access.SharingAgreementSpec.Terms;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.dcql.DcqlQuery;
import io.tongban.certificates.format.Formats;
import io.tongban.federation.Federation;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.EntryType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a department may ask a holder for. Where a sharing agreement says which columns of a
 * register it may use for the purpose, a certificate made from that register must not be the way
 * around it.
 */
@ApplicationScoped
public class SharingBounds {
  private final Definitions definitions;
  private final Formats formats;
  private final Federation federation;
  private final Judge judge;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  SharingBounds(
      Definitions definitions,
      Formats formats,
      Federation federation,
      Judge judge,
      HubSettings settings,
      Clock clock) {
    this.definitions = definitions;
    this.formats = formats;
    this.federation = federation;
    this.judge = judge;
    this.settings = settings;
    this.clock = clock;
  }

  /** The one certificate type a query is for, or null. */
  String target(DcqlQuery query) {
    List<String> types =
        query.claimsByType().keySet().stream()
            .flatMap(name -> types(name).stream())
            .map(Definition::name)
            .distinct()
            .toList();
    return types.size() == 1 ? types.get(0) : null;
  }

  /** The types of that name in any format. */
  private List<Definition<CertificateTypeSpec>> types(String name) {
    return definitions.all(CertificateTypeSpec.class).stream()
        .filter(type -> formats.all().stream().anyMatch(f -> name.equals(f.nameOf(type.spec()))))
        .toList();
  }

  /**
   * Refuses claims that the agreement does not list; the refusal is recorded.
   *
   * @param grant of the judge for this request, not settled yet
   */
  void require(AccessGrant grant, DcqlQuery query) {
    Set<String> beyond = new TreeSet<>();
    query
        .claimsByType()
        .forEach(
            (name, claims) ->
                types(name).forEach(type -> beyond.addAll(beyond(grant, type, claims))));
    refuse(grant, beyond);
  }

  /** Of claims of a type, those that its department may ask for. */
  public Set<String> covered(
      AccessGrant grant, Definition<CertificateTypeSpec> type, Set<String> asked) {
    Set<String> covered = new TreeSet<>(asked);
    beyond(grant, type, asked)
        .forEach(claim -> covered.remove(claim.substring(type.name().length() + 1)));
    return covered;
  }

  /**
   * Refuses, recorded, if anything is beyond the agreement.
   *
   * @param beyond the claims, each {@code type.claim}; nothing is refused where there is none
   */
  public void refuse(AccessGrant grant, Set<String> beyond) {
    if (beyond.isEmpty()) {
      return;
    }
    ObjectNode details =
        JsonNodeFactory.instance
            .objectNode()
            .put("refused", CertificateProblem.PRESENTATION_NOT_COVERED.code());
    new TreeSet<>(beyond).forEach(details.putArray("claims")::add);
    judge.settle(
        grant,
        new Outcome(
            EntryType.REFUSAL,
            null,
            HexFormat.of().formatHex(CanonicalJson.sha256(details)),
            0,
            List.of(),
            details));
    throw CertificateProblem.PRESENTATION_NOT_COVERED
        .problem(
            "the sharing agreement of "
                + grant.actor().department()
                + " for "
                + grant.purpose()
                + " does not list "
                + beyond)
        .with("claims", List.copyOf(beyond));
  }

  private Set<String> beyond(
      AccessGrant grant, Definition<CertificateTypeSpec> type, Set<String> asked) {
    Map<String, Set<String>> reads = reads(type.spec());
    Map<String, Set<String>> listed = listed(grant, reads.keySet());
    if (listed.isEmpty() || type.spec().authority().equals(grant.actor().department())) {
      return Set.of();
    }
    Set<String> beyond = new HashSet<>();
    for (CertificateTypeSpec.Claim claim : type.spec().claims()) {
      if (asked.contains(claim.name()) && !isListed(claim.column(), reads, listed)) {
        beyond.add(type.name() + "." + claim.name());
      }
    }
    return beyond;
  }

  /** What it says comes from; of a collected type the resource that catalogues it. */
  private Map<String, Set<String>> reads(CertificateTypeSpec type) {
    if (type.issuesHere()) {
      return federation.reads(type.service());
    }
    Set<String> columns = new HashSet<>();
    type.claims().forEach(claim -> columns.add(claim.column()));
    return type.collected().resource() == null
        ? Map.of()
        : Map.of(type.collected().resource(), columns);
  }

  /** Every register the service reads a column of that name from must list it. */
  private static boolean isListed(
      String column, Map<String, Set<String>> reads, Map<String, Set<String>> listed) {
    List<String> from =
        reads.keySet().stream().filter(resource -> reads.get(resource).contains(column)).toList();
    return !from.isEmpty()
        && from.stream()
            .allMatch(resource -> listed.getOrDefault(resource, Set.of()).contains(column));
  }

  /** The columns that may be seen as they are: a certificate cannot be masked. */
  private static Set<String> plain(Terms terms) {
    Set<String> columns = new HashSet<>();
    if (terms.minimumGroup() == null) {
      columns.addAll(terms.columns());
    }
    if (terms.masks() != null) {
      columns.removeAll(terms.masks().keySet());
    }
    return columns;
  }

  /** What the agreements in force list, by register; only registers they name. */
  private Map<String, Set<String>> listed(AccessGrant grant, Set<String> resources) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), settings.zone());
    Map<String, Set<String>> listed = new HashMap<>();
    definitions.all(SharingAgreementSpec.class).stream()
        .map(Definition::spec)
        .filter(agreement -> agreement.recipient().equals(grant.actor().department()))
        .filter(agreement -> agreement.purposes().contains(grant.purpose()))
        .filter(agreement -> isInForce(agreement, today))
        .flatMap(agreement -> agreement.resources().entrySet().stream())
        .filter(entry -> resources.contains(entry.getKey()))
        .forEach(
            entry ->
                listed
                    .computeIfAbsent(entry.getKey(), resource -> new HashSet<>())
                    .addAll(plain(entry.getValue())));
    return listed;
  }

  private static boolean isInForce(SharingAgreementSpec agreement, LocalDate today) {
    return (agreement.status() == null || agreement.status().equals("authorised"))
        && !today.isBefore(agreement.from())
        && !today.isAfter(agreement.to());
  }
}
