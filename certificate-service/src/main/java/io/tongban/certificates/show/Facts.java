package io.tongban.certificates.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.ClientSpec;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.CollectedMetadata;
import io.tongban.certificates.IssuerException;
import io.tongban.certificates.issue.Claims;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.CollectedStore;
import io.tongban.certificates.jdbc.CollectedStore.StoredCollected;
import io.tongban.certificates.show.Holdings.Holding;
import io.tongban.federation.Federation;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Reads what a certificate says: now, from the type's data service, or for a collected one as it
 * was collected. In the authority's name, under a grant of its own that is settled before anything
 * is shown.
 */
@ApplicationScoped
class Facts {
  private final Judge judge;
  private final Federation federation;
  private final Definitions definitions;
  private final CertificateStore certificates;
  private final CollectedStore collected;

  @Inject
  Facts(
      Judge judge,
      Federation federation,
      Definitions definitions,
      CertificateStore certificates,
      CollectedStore collected) {
    this.judge = judge;
    this.federation = federation;
    this.definitions = definitions;
    this.certificates = certificates;
    this.collected = collected;
  }

  /**
   * What was read and recorded.
   *
   * @param claims by name, in the type's order; a column without a value is left out
   */
  record Face(Map<String, Object> claims, Receipt receipt) {
    /** Those of these names. */
    Map<String, Object> only(Set<String> names) {
      Map<String, Object> kept = new LinkedHashMap<>(claims);
      kept.keySet().retainAll(names);
      return kept;
    }
  }

  /**
   * Reads and records.
   *
   * @param use what it is read for: a showing, a print or a service item's use
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#CERTIFICATE_FACTS_CHANGED}
   *     where the records hold no such certificate any more; the judge's refusal
   */
  Face read(Holding holding, String subject, String kind, UUID use) {
    CertificateTypeSpec type = holding.type().spec();
    return type.collects() ? collected(holding, kind, use) : issued(holding, subject, kind, use);
  }

  private Face issued(Holding holding, String subject, String kind, UUID use) {
    CertificateTypeSpec type = holding.type().spec();
    if (type.selfService() == null) {
      throw CertificateProblem.NOT_FOR_HOLDERS.problem("the type has no selfService any more");
    }
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor(type.selfService().client()),
                Action.CALL,
                type.service(),
                federation.reads(type.service()),
                type.purpose(),
                use.toString()));
    Federation.Unsettled answer =
        federation.run(grant, type.service(), Map.of(type.selfService().parameter(), subject));
    Receipt receipt = judge.settle(grant, outcome(holding, answer, kind, use));
    return new Face(claims(holding, answer), receipt);
  }

  /** What its authority said when it was collected, in the name of the client that did. */
  private Face collected(Holding holding, String kind, UUID use) {
    UUID id = holding.certificate().id();
    StoredCollected stored = collected.find(id).orElseThrow(() -> changed(holding, null));
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor(stored.client()),
                Action.CALL,
                holding.type().name(),
                Map.of(),
                holding.type().spec().purpose(),
                use.toString()));
    Map<String, Object> claims = collected.metadata(stored).claims();
    claims.put(
        CollectedMetadata.FILE,
        Map.of("media_type", stored.mediaType(), "sha256", stored.sha256(), "sm3", stored.sm3()));
    String digest =
        HexFormat.of().formatHex(CanonicalJson.sha256(CanonicalJson.mapper().valueToTree(claims)));
    Receipt receipt =
        judge.settle(
            grant,
            new Outcome(
                EntryType.ACCESS,
                null,
                digest,
                1,
                List.of(new RowRef("certificate", id.toString())),
                details(holding, kind, use)));
    return new Face(claims, receipt);
  }

  private static Outcome outcome(
      Holding holding, Federation.Unsettled answer, String kind, UUID use) {
    return new Outcome(
        EntryType.ACCESS,
        answer.planDigest(),
        answer.resultDigest(),
        answer.rows().size(),
        answer.sources(),
        details(holding, kind, use));
  }

  private static ObjectNode details(Holding holding, String kind, UUID use) {
    return CanonicalJson.mapper()
        .createObjectNode()
        .put("certificate", holding.certificate().id().toString())
        .put(kind, use.toString());
  }

  private Map<String, Object> claims(Holding holding, Federation.Unsettled answer) {
    Claims found;
    try {
      found = Claims.of(holding.type().spec(), answer);
    } catch (IssuerException notOne) {
      throw changed(holding, notOne);
    }
    if (!certificates.isNumber(holding.certificate(), found.number())) {
      throw changed(holding, null);
    }
    Map<String, Object> claims = new LinkedHashMap<>();
    for (CertificateTypeSpec.Claim claim : holding.type().spec().claims()) {
      JsonNode value =
          found.open().getOrDefault(claim.name(), found.disclosable().get(claim.name()));
      if (value != null) {
        claims.put(claim.name(), CanonicalJson.mapper().convertValue(value, Object.class));
      }
    }
    return claims;
  }

  private static RuntimeException changed(Holding holding, Exception cause) {
    return CertificateProblem.CERTIFICATE_FACTS_CHANGED.problem(
        "the records behind the certificate "
            + holding.certificate().id()
            + " do not hold exactly one match with its number",
        cause);
  }

  private Actor actor(String name) {
    return definitions
        .find(ClientSpec.class, name)
        .map(Definition::spec)
        .flatMap(
            client ->
                definitions
                    .find(DepartmentSpec.class, client.department())
                    .map(
                        department ->
                            new Actor(name, client.department(), department.spec().region())))
        .orElseThrow(
            () ->
                CertificateProblem.NOT_FOR_HOLDERS.problem(
                    "the client " + name + " is not declared any more"));
  }
}
