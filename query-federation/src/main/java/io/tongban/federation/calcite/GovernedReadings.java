package io.tongban.federation.calcite;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest.Counted;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.federation.FederationProblem;
import io.tongban.federation.Question;
import io.tongban.federation.Readings;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.registry.DataType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;

/** Reads answers by pieces: decided when opened, decided again and settled for every piece. */
@ApplicationScoped
class GovernedReadings implements Readings {
  private final GovernedFederation federation;
  private final QueryEngine engine;
  private final Judge judge;
  private final UseLineage lineage;

  @Inject
  GovernedReadings(
      GovernedFederation federation, QueryEngine engine, Judge judge, UseLineage lineage) {
    this.federation = federation;
    this.engine = engine;
    this.judge = judge;
    this.lineage = lineage;
  }

  @Override
  public Reading open(Actor actor, Question question, Bounds bounds) {
    GovernedFederation.Prepared prepared = federation.prepare(actor, question, Counted.CALL);
    return engine.open(
        prepared.query(),
        federation.values(question, prepared.query()),
        prepared.grant(),
        federation.limits(question, prepared.grant(), bounds.rows(), bounds.seconds()));
  }

  @Override
  public Receipt release(
      Actor actor,
      Question question,
      Origin origin,
      Piece piece,
      Map<String, Object> place,
      Counted counted) {
    GovernedFederation.Prepared now = federation.prepare(actor, question, counted);
    requireSame(now, origin, piece);
    CompiledQuery query = now.query();
    Receipt receipt =
        judge.settle(
            now.grant(),
            new Outcome(
                EntryType.ACCESS,
                query.digest(),
                query.results().of(piece.rows()),
                piece.rows().size(),
                piece.sources(),
                details(question, query, piece, place)));
    lineage.used(now.job(), query, now.grant(), receipt);
    return receipt;
  }

  /** Rows read under other columns, masks, row conditions or tables must not go out. */
  private static void requireSame(GovernedFederation.Prepared now, Origin origin, Piece piece) {
    AccessGrant grant = now.grant();
    boolean same =
        grant.policyShape().equals(origin.policyShape())
            && now.query().digest().equals(origin.planDigest());
    if (!same || grant.rowLimit() > 0 && piece.upTo() > grant.rowLimit()) {
      throw FederationProblem.POLICY_CHANGED.problem(
          "the agreement, or a definition the question rests on, was changed while it was read");
    }
  }

  private static ObjectNode details(
      Question question, CompiledQuery query, Piece piece, Map<String, Object> place) {
    ObjectNode details = CanonicalJson.mapper().createObjectNode();
    details.put("truncated", piece.truncated());
    details.put("aggregated", !query.traced());
    place.forEach((name, value) -> details.set(name, CanonicalJson.mapper().valueToTree(value)));
    if (question instanceof Question.Sql sql) {
      details.put("sql", sql.sql());
    }
    return details;
  }

  @Override
  public Description describe(Actor actor, Question.Sql question) {
    CompiledQuery query = federation.prepare(actor, question, Counted.LOOK).query();
    return new Description(
        query.columns(),
        Arrays.stream(query.parameters())
            .map(type -> SqlTypes.dataType(type).orElse(DataType.STRING))
            .toList());
  }
}
