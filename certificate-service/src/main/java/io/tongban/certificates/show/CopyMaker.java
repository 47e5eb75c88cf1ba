package io.tongban.certificates.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.ServiceItemSpec;
import io.tongban.certificates.ServiceItemSpec.Need;
import io.tongban.certificates.ServiceItems.CopiedFile;
import io.tongban.certificates.ServiceItems.Copies;
import io.tongban.certificates.ServiceItems.Copy;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jdbc.CertificateStore.StoredCertificate;
import io.tongban.certificates.jdbc.UseStore;
import io.tongban.certificates.jdbc.UseStore.StoredUse;
import io.tongban.certificates.jose.JwtSigner;
import io.tongban.certificates.present.SharingBounds;
import io.tongban.certificates.show.Holdings.Holding;
import io.tongban.certificates.verify.CopyInspection;
import io.tongban.certificates.verify.Messages;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.Label;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes annotated copies 加注件. The annotation is inside the hub's signature. */
@ApplicationScoped
class CopyMaker {
  private final Items items;
  private final Holdings holdings;
  private final Facts facts;
  private final UseStore uses;
  private final CopiedFiles copiedFiles;
  private final SharingBounds bounds;
  private final Judge judge;
  private final AuthorityKeys keys;
  private final HubSettings settings;
  private final Ids ids;
  private final Clock clock;

  @Inject
  CopyMaker(
      Items items,
      Holdings holdings,
      Facts facts,
      UseStore uses,
      CopiedFiles copiedFiles,
      SharingBounds bounds,
      Judge judge,
      AuthorityKeys keys,
      HubSettings settings,
      Ids ids,
      Clock clock) {
    this.items = items;
    this.holdings = holdings;
    this.facts = facts;
    this.uses = uses;
    this.copiedFiles = copiedFiles;
    this.bounds = bounds;
    this.judge = judge;
    this.keys = keys;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /** Who wants copies of what was authorised, and for which case. */
  record Order(Actor actor, String clerk, StoredUse use, String caseReference) {}

  Copies copies(Order order) {
    StoredUse use = order.use();
    requireInForce(use);
    Definition<ServiceItemSpec> item = items.require(use.item());
    List<Need> needs = use.needed();
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                order.actor(),
                Action.VERIFY,
                needs.size() == 1 ? needs.get(0).type() : null,
                Map.of(),
                use.purpose(),
                order.caseReference()));
    bounds.refuse(grant, beyond(grant, needs));
    List<Holding> held = holdings.of(uses.holder(use));
    List<Copy> copies = new ArrayList<>();
    for (Need need : needs) {
      copies.add(copy(order, item, need, held));
    }
    // a withdrawal while the facts were read is still in time
    requireInForce(uses.find(use.id()).orElse(use));
    Receipt receipt = judge.settle(grant, outcome(order, copies));
    return new Copies(use.id(), copies, receipt);
  }

  private void requireInForce(StoredUse use) {
    if (!uses.inForce(use)) {
      throw CertificateProblem.USE_OVER.problem(
          "the authorisation "
              + use.id()
              + (use.withdrawn() == null ? " ended at " + use.ends() : " was withdrawn"));
    }
  }

  private Set<String> beyond(AccessGrant grant, List<Need> needs) {
    Set<String> beyond = new TreeSet<>();
    for (Need need : needs) {
      Set<String> asked = new TreeSet<>(need.claims());
      asked.removeAll(bounds.covered(grant, items.type(need.type()), asked));
      asked.forEach(claim -> beyond.add(need.type() + "." + claim));
    }
    return beyond;
  }

  private Copy copy(Order order, Definition<ServiceItemSpec> item, Need need, List<Holding> held) {
    Holding holding =
        items
            .best(need.type(), held)
            .orElseThrow(
                () ->
                    CertificateProblem.CERTIFICATE_NOT_IN_FORCE.problem(
                        "the holder has no certificate of the type " + need.type() + " any more"));
    StoredCertificate certificate = holding.certificate();
    Verdict verdict = holdings.verdict(certificate);
    Label message = Messages.of(verdict, holdings.act(certificate));
    if (verdict != Verdict.VALID) {
      return new Copy(need.type(), verdict, message, certificate.id(), Map.of(), null, null, null);
    }
    Map<String, Object> claims =
        facts
            .read(holding, uses.holder(order.use()), "use", order.use().id())
            .only(Set.copyOf(need.claims()));
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expires = earlier(order.use().ends(), certificate.expires());
    ObjectNode annotation = annotation(order, item, now, expires);
    CopiedFile file = copiedFiles.of(certificate.id(), claims, annotation).orElse(null);
    ObjectNode payload = payload(holding, annotation, claims, now, expires);
    String jwt = JwtSigner.sign(keys.hub(), CopyInspection.TYPE, payload);
    return new Copy(need.type(), verdict, message, certificate.id(), claims, expires, jwt, file);
  }

  private static Instant earlier(Instant one, Instant other) {
    return (one.isBefore(other) ? one : other).truncatedTo(ChronoUnit.SECONDS);
  }

  private ObjectNode annotation(
      Order order, Definition<ServiceItemSpec> item, Instant now, Instant expires) {
    StoredUse use = order.use();
    ObjectNode annotation = CanonicalJson.mapper().createObjectNode();
    annotation.put("department", use.department());
    annotation.set("creator", label(holdings.department(use.department())));
    annotation.put("item", use.item());
    annotation.set("item_title", label(item.title()));
    annotation.put("purpose", use.purpose());
    annotation.put("authorisation", use.id().toString());
    if (order.caseReference() != null && !order.caseReference().isBlank()) {
      annotation.put("case", order.caseReference());
    }
    annotation.put("created", now.toString());
    annotation.put("expires", expires.toString());
    return annotation;
  }

  private ObjectNode payload(
      Holding holding,
      ObjectNode annotation,
      Map<String, Object> claims,
      Instant now,
      Instant expires) {
    StoredCertificate certificate = holding.certificate();
    ObjectNode payload = CanonicalJson.mapper().createObjectNode();
    payload.put("iss", settings.publicUrl().toString());
    payload.put("jti", ids.next().toString());
    payload.put("iat", now.getEpochSecond());
    payload.put("exp", expires.getEpochSecond());
    payload.set("annotation", annotation);
    ObjectNode original = payload.putObject("certificate");
    original.put("id", certificate.id().toString());
    original.put("type", certificate.type());
    original.put("vct", holding.type().spec().vct());
    original.set("title", label(holding.type().title()));
    original.put("authority", certificate.authority());
    original.set("authority_title", label(holdings.department(certificate.authority())));
    if (certificate.identifier() != null) {
      original.put("identifier", certificate.identifier());
    }
    original.put("issued", certificate.issued().toString());
    original.put("expires", certificate.expires().toString());
    payload.set("claims", CanonicalJson.mapper().valueToTree(claims));
    return payload;
  }

  private static ObjectNode label(Label label) {
    return CanonicalJson.mapper().createObjectNode().put("zh", label.zh()).put("en", label.en());
  }

  private static Outcome outcome(Order order, List<Copy> copies) {
    ObjectNode details =
        CanonicalJson.mapper()
            .createObjectNode()
            .put("item", order.use().item())
            .put("authorisation", order.use().id().toString());
    if (order.clerk() != null) {
      details.put("clerk", order.clerk());
    }
    ArrayNode answer = CanonicalJson.mapper().createArrayNode();
    ArrayNode told = details.putArray("copies");
    for (Copy copy : copies) {
      answer.add(copy.jwt() == null ? copy.verdict().name() : copy.jwt());
      ObjectNode one =
          told.addObject().put("type", copy.type()).put("verdict", copy.verdict().name());
      new TreeSet<>(copy.claims().keySet()).forEach(one.putArray("disclosed")::add);
    }
    return new Outcome(
        EntryType.ACCESS,
        null,
        HexFormat.of().formatHex(CanonicalJson.sha256(answer)),
        copies.size(),
        copies.stream()
            .map(copy -> new RowRef("certificate", copy.certificate().toString()))
            .toList(),
        details);
  }
}
