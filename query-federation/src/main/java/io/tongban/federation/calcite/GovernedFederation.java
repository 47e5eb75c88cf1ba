package io.tongban.federation.calcite;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.AccessRequest.Counted;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.federation.Answer;
import io.tongban.federation.DataServiceSpec;
import io.tongban.federation.Federation;
import io.tongban.federation.FederationProblem;
import io.tongban.federation.Question;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.registry.DataType;
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
  private final SourceDatabases guessing;
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
      HubDatabases databases,
      Engines engines,
      PlanCache plans,
      QueryEngine engine,
      UseLineage lineage,
      Clock clock) {
    this.judge = judge;
    this.catalogue = new RegistryCatalogue(registry);
    this.services = services;
    this.guessing = databases.guessing();
    this.engines = engines;
    this.plans = plans;
    this.engine = engine;
    this.lineage = lineage;
    this.clock = clock;
  }

  @Override
  public Answer query(
      Actor actor,
      String sql,
      List<Object> parameters,
      String purpose,
      String caseReference,
      boolean allowPartial) {
    AccessGrant grant = grantFor(actor, sql, purpose, caseReference, Counted.CALL);
    CompiledQuery query = plan(sql, grant, allowPartial);
    QueryEngine.Rows rows =
        engine.run(
            query, bind(parameters, query.parameters()), grant, limits(grant, null, allowPartial));
    ObjectNode details = details(query, rows);
    details.put("sql", sql);
    Receipt receipt = settle(grant, query, rows, details);
    lineage.used("query/" + actor.client(), query, grant, receipt);
    return answer(query, rows, receipt);
  }

  @Override
  public Answer call(
      Actor actor,
      String service,
      Map<String, ?> parameters,
      String purpose,
      String caseReference,
      boolean allowPartial) {
    Service known = services.service(service);
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor,
                Action.CALL,
                service,
                services.reads(known),
                purpose,
                caseReference,
                known.subject(parameters)));
    boolean partial = allowPartial || known.allowPartial();
    CompiledQuery query = plan(known, grant, partial);
    QueryEngine.Rows rows = run(known, query, parameters, grant, partial);
    Receipt receipt = settle(grant, query, rows, details(query, rows));
    lineage.used("service/" + service, query, grant, receipt);
    return answer(query, rows, receipt);
  }

  @Override
  public Unsettled run(AccessGrant grant, String service, Map<String, ?> parameters) {
    if (!clock.instant().isBefore(grant.expires())) {
      throw FederationProblem.GRANT_EXPIRED.problem("the grant " + grant.id() + " has expired");
    }
    Service known = services.service(service);
    // a certificate's claims are whole or there is no certificate
    CompiledQuery query = plan(known, grant, false);
    QueryEngine.Rows rows = run(known, query, parameters, grant, false);
    if (grant.action() == Action.ISSUE) {
      lineage.issued(query, grant);
    }
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
    return explanation(plan(sql, grantFor(actor, sql, purpose, null, Counted.LOOK), false));
  }

  private static Explanation explanation(CompiledQuery query) {
    Map<String, List<String>> pushed = new TreeMap<>();
    for (SourceStatement statement : query.statements()) {
      pushed
          .computeIfAbsent(statement.database().name(), name -> new ArrayList<>())
          .add(statement.sql());
    }
    return new Explanation(query.plan(), pushed, query.digest());
  }

  @Override
  public Explanation explain(Actor actor, Question question) {
    return explanation(prepare(actor, question, Counted.LOOK).query());
  }

  /**
   * A question with its grant and its plan.
   *
   * @param job as lineage names it
   */
  record Prepared(AccessGrant grant, CompiledQuery query, String job) {}

  /** Decides and takes the plan; runs nothing. */
  Prepared prepare(Actor actor, Question question, Counted counted) {
    if (question instanceof Question.Sql asked) {
      AccessGrant grant =
          grantFor(actor, asked.sql(), asked.purpose(), asked.caseReference(), counted);
      return new Prepared(grant, plan(asked.sql(), grant, false), "query/" + actor.client());
    }
    Question.Call asked = (Question.Call) question;
    Service known = services.service(asked.service());
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor,
                Action.CALL,
                asked.service(),
                services.reads(known),
                asked.purpose(),
                asked.caseReference(),
                known.subject(asked.parameters()),
                counted));
    return new Prepared(grant, plan(known, grant, false), "service/" + asked.service());
  }

  /** The values of a question's parameters, in the plan's form. */
  Object[] values(Question question, CompiledQuery query) {
    return question instanceof Question.Call call
        ? services.service(call.service()).bind(call.parameters(), query.parameters())
        : bind(((Question.Sql) question).parameters(), query.parameters());
  }

  /** The limits of a reading: the agreement's and the report's where they are smaller. */
  QueryEngine.Limits limits(Question question, AccessGrant grant, long mostRows, int mostSeconds) {
    DataServiceSpec.Report report =
        question instanceof Question.Call call ? services.service(call.service()).report() : null;
    long rows = report == null ? mostRows : Math.min(mostRows, report.maxRows());
    int seconds = report == null ? mostSeconds : Math.min(mostSeconds, report.maxSeconds());
    return agreed(grant, rows, seconds, false);
  }

  private static QueryEngine.Limits agreed(
      AccessGrant grant, long rows, int seconds, boolean partial) {
    long agreed = grant.rowLimit() > 0 ? Math.min(rows, grant.rowLimit()) : rows;
    return new QueryEngine.Limits(agreed, seconds, partial);
  }

  /** Asks for what the SQL names; the grant says which columns of it exist for the caller. */
  private AccessGrant grantFor(
      Actor actor, String sql, String purpose, String caseReference, Counted counted) {
    Map<String, Set<String>> resources = new LinkedHashMap<>();
    for (SqlIdentifier table : QueryText.tables(QueryText.parse(sql))) {
      resources.put(resource(table).name(), Set.of());
    }
    if (resources.isEmpty()) {
      throw FederationProblem.SQL_INVALID.problem("the SQL names no resource after FROM");
    }
    return judge.grant(
        new AccessRequest(
            actor, Action.QUERY, null, resources, purpose, caseReference, null, counted));
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

  private CompiledQuery plan(String sql, AccessGrant grant, boolean partial) {
    return plan(sql, AD_HOC, sql, null, DataServiceSpec.Engine.AUTO, grant, partial);
  }

  private CompiledQuery plan(Service service, AccessGrant grant, boolean partial) {
    return plan(
        service.name(),
        service.definition().version(),
        service.sql(),
        service.types(),
        service.engine(),
        grant,
        partial);
  }

  /** Where a source is down whose names are not known yet, a partial answer is planned by guess. */
  private CompiledQuery plan(
      String name,
      long version,
      String sql,
      List<DataType> types,
      DataServiceSpec.Engine by,
      AccessGrant grant,
      boolean partial) {
    try {
      return plans.plan(
          name,
          version,
          grant.policyShape(),
          () -> engines.compile(sql, types, Policies.of(grant.resources(), catalogue), by));
    } catch (ProblemException down) {
      if (!partial || !down.problem().code().equals(HubProblem.SOURCE_UNREACHABLE.code())) {
        throw down;
      }
      return new QueryCompiler(guessing)
          .compile(sql, types, Policies.of(grant.resources(), catalogue));
    }
  }

  private static Answer answer(CompiledQuery query, QueryEngine.Rows rows, Receipt receipt) {
    return new Answer(
        query.columns(), rows.rows(), rows.truncated(), rows.sources(), rows.missing(), receipt);
  }

  private QueryEngine.Rows run(
      Service service,
      CompiledQuery query,
      Map<String, ?> parameters,
      AccessGrant grant,
      boolean partial) {
    return engine.run(
        query,
        service.bind(parameters, query.parameters()),
        grant,
        limits(grant, service.report(), partial));
  }

  private static QueryEngine.Limits limits(
      AccessGrant grant, DataServiceSpec.Report report, boolean partial) {
    long rows = report == null ? DEFAULT_ROWS : report.maxRows();
    return agreed(grant, rows, report == null ? DEFAULT_SECONDS : report.maxSeconds(), partial);
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
    if (!rows.missing().isEmpty()) {
      details.set("missing", CanonicalJson.mapper().valueToTree(rows.missing()));
    }
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
