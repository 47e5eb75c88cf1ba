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
import io.tongban.certificates.CertificateTypeSpec.SelfService;
import io.tongban.certificates.IssuerException;
import io.tongban.certificates.issue.Claims;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.show.Holdings.Holding;
import io.tongban.federation.Federation;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Reads what a certificate says, now, from the type's data service: in the authority's name, under
 * a grant of its own that is settled before anything is shown.
 */
@ApplicationScoped
class Facts {
  private final Judge judge;
  private final Federation federation;
  private final Definitions definitions;
  private final CertificateStore certificates;

  @Inject
  Facts(
      Judge judge, Federation federation, Definitions definitions, CertificateStore certificates) {
    this.judge = judge;
    this.federation = federation;
    this.definitions = definitions;
    this.certificates = certificates;
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
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor(type.selfService()),
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

  private static Outcome outcome(
      Holding holding, Federation.Unsettled answer, String kind, UUID use) {
    ObjectNode details =
        CanonicalJson.mapper()
            .createObjectNode()
            .put("certificate", holding.certificate().id().toString())
            .put(kind, use.toString());
    return new Outcome(
        EntryType.ACCESS,
        answer.planDigest(),
        answer.resultDigest(),
        answer.rows().size(),
        answer.sources(),
        details);
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

  private Actor actor(SelfService service) {
    if (service == null) {
      throw CertificateProblem.NOT_FOR_HOLDERS.problem("the type has no selfService any more");
    }
    return definitions
        .find(ClientSpec.class, service.client())
        .map(Definition::spec)
        .flatMap(
            client ->
                definitions
                    .find(DepartmentSpec.class, client.department())
                    .map(
                        department ->
                            new Actor(
                                service.client(), client.department(), department.spec().region())))
        .orElseThrow(
            () ->
                CertificateProblem.NOT_FOR_HOLDERS.problem(
                    "the client " + service.client() + " is not declared any more"));
  }
}
