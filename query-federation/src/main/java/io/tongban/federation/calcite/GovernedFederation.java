package io.tongban.federation.calcite;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.federation.Answer;
import io.tongban.federation.DataServiceSpec;
import io.tongban.federation.Federation;
import io.tongban.federation.FederationProblem;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.registry.Registry;
import io.tongban.registry.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.type.SqlTypeName;

/** Decide, compile or take the plan, run, settle, release: in that order, every time. */
@ApplicationScoped
class GovernedFederation implements Federation {
  private static final long DEFAULT_ROWS = 10_000;
  private static final int DEFAULT_SECONDS = 30;
  private static final long AD_HOC = -1;

  private final Judge judge;
  private final Catalogue catalogue;
  private final ServiceShelf services;
  private final Engines engines;
  private final PlanCache plans;
  private final QueryEngine engine;
  private final UseLineage lineage;
  private final Clock clock;

  @Inject
  GovernedFederation(
      Judge judge,
      Registry registry,
      ServiceShelf services,
      Engines engines,
      PlanCache plans,
      QueryEngine engine,
      UseLineage lineage,
      Clock clock) {
    this.judge = judge;
    this.catalogue = new RegistryCatalogue(registry);
    this.services = services;
    this.engines = engines;
    this.plans = plans;
    this.engine = engine;
    this.lineage = lineage;
    this.clock = clock;
  }

  @Override
  public Answer query(
      Actor actor, String sql, List<Object> parameters, String purpose, String caseReference) {
    AccessGrant grant = grantFor(actor, sql, purpose, caseReference);
    CompiledQuery query = plan(sql, grant);
    QueryEngine.Rows rows =
        engine.run(query, bind(parameters, query.parameters()), grant, limits(grant, null));
    ObjectNode details = details(query, rows);
    details.put("sql", sql);
    Receipt receipt = settle(grant, query, rows, details);
    lineage.used("query/" + actor.client(), query, grant, receipt);
    return new Answer(query.columns(), rows.rows(), rows.truncated(), rows.sources(), receipt);
  }

  @Override
  public Answer call(
      Actor actor,
      String service,
      Map<String, ?> parameters,
      String purpose,
      String caseReference) {
    Service known = services.service(service);
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor, Action.CALL, service, services.reads(known), purpose, caseReference));
    CompiledQuery query = plan(known, grant);
    QueryEngine.Rows rows = run(known, query, parameters, grant);
    Receipt receipt = settle(grant, query, rows, details(query, rows));
    lineage.used("service/" + service, query, grant, receipt);
    return new Answer(query.columns(), rows.rows(), rows.truncated(), rows.sources(), receipt);
  }

  @Override
  public Unsettled run(AccessGrant grant, String service, Map<String, ?> parameters) {
    if (!clock.instant().isBefore(grant.expires())) {
      throw FederationProblem.GRANT_EXPIRED.problem("the grant " + grant.id() + " has expired");
    }
    Service known = services.service(service);
    CompiledQuery query = plan(known, grant);
    QueryEngine.Rows rows = run(known, query, parameters, grant);
    return new Unsettled(
        query.columns(),
        rows.rows(),
        rows.sources(),
        query.digest(),
        query.results().of(rows.rows()));
  }

  @Override
  public Map<String, Set<String>> reads(String service) {
    return services.reads(services.service(service));
  }

  @Override
  public Explanation explain(Actor actor, String sql, String purpose) {
    CompiledQuery query = plan(sql, grantFor(actor, sql, purpose, null));
    Map<String, List<String>> pushed = new TreeMap<>();
    for (SourceStatement statement : query.statements()) {
      pushed
          .computeIfAbsent(statement.database().name(), name -> new ArrayList<>())
          .add(statement.sql());
    }
    return new Explanation(query.plan(), pushed, query.digest());
  }

  /** Asks for what the SQL names; the grant says which columns of it exist for the caller. */
  private AccessGrant grantFor(Actor actor, String sql, String purpose, String caseReference) {
    Map<String, Set<String>> resources = new LinkedHashMap<>();
    for (SqlIdentifier table : QueryText.tables(QueryText.parse(sql))) {
      resources.put(resource(table).name(), Set.of());
    }
    if (resources.isEmpty()) {
      throw FederationProblem.SQL_INVALID.problem("the SQL names no resource after FROM");
    }
    return judge.grant(
        new AccessRequest(actor, Action.QUERY, null, resources, purpose, caseReference));
  }

  /** The directory is open to every caller, so all its names may be suggested. */
  private Resource resource(SqlIdentifier table) {
    return (table.isSimple()
            ? catalogue.bySqlName(table.getSimple())
            : java.util.Optional.<Resource>empty())
        .orElseThrow(
            () ->
                SqlFaults.unknownTable(
                    table.toString(),
                    catalogue.resources().stream().map(Resource::sqlName).toList(),
                    table.getParserPosition()));
  }

  private CompiledQuery plan(String sql, AccessGrant grant) {
    return plans.plan(
        sql,
        AD_HOC,
        grant.policyShape(),
        () ->
            engines.compile(
                sql, null, Policies.of(grant.resources(), catalogue), DataServiceSpec.Engine.AUTO));
  }

  private CompiledQuery plan(Service service, AccessGrant grant) {
    return plans.plan(
        service.name(),
        service.definition().version(),
        grant.policyShape(),
        () ->
            engines.compile(
                service.sql(),
                service.types(),
                Policies.of(grant.resources(), catalogue),
                service.engine()));
  }

  private QueryEngine.Rows run(
      Service service, CompiledQuery query, Map<String, ?> parameters, AccessGrant grant) {
    return engine.run(
        query,
        service.bind(parameters, query.parameters()),
        grant,
        limits(grant, service.report()));
  }

  private static QueryEngine.Limits limits(AccessGrant grant, DataServiceSpec.Report report) {
    long rows = report == null ? DEFAULT_ROWS : report.maxRows();
    return new QueryEngine.Limits(
        grant.rowLimit() > 0 ? Math.min(rows, grant.rowLimit()) : rows,
        report == null ? DEFAULT_SECONDS : report.maxSeconds());
  }

  private static Object[] bind(List<Object> values, SqlTypeName[] types) {
    List<Object> given = values == null ? List.of() : values;
    if (given.size() != types.length) {
      throw FederationProblem.PARAMETER_INVALID.problem(
          "the SQL has " + types.length + " parameters, " + given.size() + " were given");
    }
    Object[] bound = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      try {
        bound[i] = SqlTypes.internal(given.get(i), types[i]);
      } catch (IllegalArgumentException wrong) {
        throw FederationProblem.PARAMETER_INVALID
            .problem("parameter " + (i + 1) + " is not a " + types[i])
            .with("parameter", i + 1);
      }
    }
    return bound;
  }

  private static ObjectNode details(CompiledQuery query, QueryEngine.Rows rows) {
    ObjectNode details = CanonicalJson.mapper().createObjectNode();
    details.put("truncated", rows.truncated());
    // the records of a group, union or window cannot be told one by one
    details.put("aggregated", !query.traced());
    return details;
  }

  private Receipt settle(
      AccessGrant grant, CompiledQuery query, QueryEngine.Rows rows, ObjectNode details) {
    return judge.settle(
        grant,
        new Outcome(
            EntryType.ACCESS,
            query.digest(),
            query.results().of(rows.rows()),
            rows.rows().size(),
            rows.sources(),
            details));
  }
}
