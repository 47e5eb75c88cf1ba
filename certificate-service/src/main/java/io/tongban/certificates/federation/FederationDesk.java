package io.tongban.certificates.federation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.FederationError;
import io.tongban.certificates.TrustAnchorSpec;
import io.tongban.certificates.TrustFederation;
import io.tongban.certificates.federation.ChainException.Fault;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.Label;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The façade of the federation endpoints. */
@ApplicationScoped
class FederationDesk implements TrustFederation {
  private final Publisher publisher;
  private final IssuedMarks issued;
  private final ChainResolver resolver;
  private final ReceivedMarks received;
  private final TrustLists lists;
  private final Definitions definitions;
  private final Entities entities;
  private final EntityKeys keys;
  private final Clock clock;

  @Inject
  FederationDesk(
      Publisher publisher,
      IssuedMarks issued,
      ChainResolver resolver,
      ReceivedMarks received,
      TrustLists lists,
      Definitions definitions,
      Entities entities,
      EntityKeys keys,
      Clock clock) {
    this.publisher = publisher;
    this.issued = issued;
    this.resolver = resolver;
    this.received = received;
    this.lists = lists;
    this.definitions = definitions;
    this.entities = entities;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public String configuration(String authority) {
    return publisher.configuration(authority);
  }

  @Override
  public String statement(String subject) {
    return publisher.statement(subject);
  }

  @Override
  public List<String> subordinates(String trustMark, boolean marked) {
    List<String> all = publisher.subordinates();
    if (trustMark == null && !marked) {
      return all;
    }
    List<String> with = issued.marked(trustMark, null);
    return all.stream().filter(with::contains).toList();
  }

  @Override
  public String resolve(String subject, List<String> anchors, List<String> types) {
    if (subject == null || anchors.isEmpty()) {
      throw FederationError.INVALID_REQUEST.because("sub and trust_anchor are needed");
    }
    Definition<TrustAnchorSpec> anchor =
        anchors.stream()
            .map(this::anchor)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow(
                () ->
                    FederationError.INVALID_TRUST_ANCHOR.because("no such anchor is trusted here"));
    if (!resolver.reaches(anchor, subject)) {
      throw FederationError.INVALID_SUBJECT.because("that entity is not asked from here");
    }
    try {
      return answer(resolver.resolve(subject, anchor), anchor, types);
    } catch (ChainException e) {
      throw (e.fault() == Fault.UNREACHABLE
              ? FederationError.TEMPORARILY_UNAVAILABLE
              : e.fault() == Fault.POLICY
                  ? FederationError.INVALID_METADATA
                  : FederationError.INVALID_TRUST_CHAIN)
          .because(e.fault().code());
    }
  }

  private Definition<TrustAnchorSpec> anchor(String entity) {
    return definitions.all(TrustAnchorSpec.class).stream()
        .filter(anchor -> anchor.spec().entity().equals(entity))
        .filter(anchor -> anchor.spec().holdsOn(entities.today()))
        .findFirst()
        .orElseGet(() -> entity.equals(entities.hub()) ? self() : null);
  }

  /** The hub is always an anchor for what lies below it. */
  private Definition<TrustAnchorSpec> self() {
    return new Definition<>(
        "TrustAnchor",
        "self",
        new Label("本枢纽", "This hub"),
        new TrustAnchorSpec(entities.hub(), null, null, null),
        0,
        "self",
        Map.of());
  }

  private String answer(TrustChain chain, Definition<TrustAnchorSpec> anchor, List<String> types) {
    Map<String, ReceivedMarks.Mark> marks = received.verified(chain, anchor);
    ObjectNode payload =
        JsonNodeFactory.instance
            .objectNode()
            .put("iss", entities.hub())
            .put("sub", chain.subject())
            .put("iat", clock.instant().getEpochSecond())
            .put("exp", expires(chain, marks.values()).getEpochSecond());
    ObjectNode metadata = chain.metadata().deepCopy();
    if (!types.isEmpty()) {
      metadata.properties().removeIf(type -> !types.contains(type.getKey()));
    }
    payload.set("metadata", metadata);
    chain
        .statements()
        .forEach(
            statement -> payload.withArrayProperty("trust_chain").add(statement.jws().compact()));
    marks.forEach(
        (type, mark) ->
            payload
                .withArrayProperty("trust_marks")
                .addObject()
                .put("trust_mark_type", type)
                .put("trust_mark", mark.compact()));
    return keys.sign(null, "resolve-response+jwt", payload);
  }

  private static Instant expires(TrustChain chain, Collection<ReceivedMarks.Mark> marks) {
    return marks.stream()
        .map(ReceivedMarks.Mark::expires)
        .reduce(chain.expires(), (one, other) -> one.isBefore(other) ? one : other);
  }

  @Override
  public String trustMark(String type, String subject) {
    return issued.mark(type, subject);
  }

  @Override
  public String trustMarkStatus(String trustMark) {
    return issued.status(trustMark);
  }

  @Override
  public List<String> trustMarked(String type, String subject) {
    if (type == null) {
      throw FederationError.INVALID_REQUEST.because("trust_mark_type is needed");
    }
    return issued.marked(type, subject);
  }

  @Override
  public String historicalKeys(String authority) {
    return publisher.historicalKeys(authority);
  }

  @Override
  public String chains() {
    return lists.chains();
  }

  @Override
  public ObjectNode authorityKeyIds() {
    return lists.authorityKeyIds();
  }

  @Override
  public String trustedEntities() {
    return lists.trustedEntities();
  }
}
