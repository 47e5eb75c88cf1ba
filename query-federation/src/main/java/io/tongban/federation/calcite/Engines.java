package io.tongban.federation.calcite;

import io.tongban.federation.DataServiceSpec;
import io.tongban.federation.FederationProblem;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.registry.DataType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Chooses who joins and groups. Governance is the same for both: the same policy nodes, asserted on
 * the same logical plan, and Trino is sent only what cannot fail and means the same there.
 */
@ApplicationScoped
class Engines {
  /** Whole tables of more rows than this in all are better read by Trino. */
  private static final double MANY_ROWS = 5_000_000;

  private final HubDatabases databases;
  private final Definitions definitions;

  @Inject
  Engines(HubDatabases databases, Definitions definitions) {
    this.databases = databases;
    this.definitions = definitions;
  }

  /**
   * Compiles for an engine. Under this grant's masks a plan may be more than one statement; then it
   * stays in the hub, which answers the same.
   *
   * @param declared types of the parameters, or null
   */
  CompiledQuery compile(
      String sql, List<DataType> declared, Policies read, DataServiceSpec.Engine engine) {
    if (engine == DataServiceSpec.Engine.TRINO) {
      return handedOver(sql, declared, read).orElseGet(() -> local(sql, declared, read));
    }
    CompiledQuery local = local(sql, declared, read);
    boolean wide = engine == DataServiceSpec.Engine.AUTO && scanned(local) > MANY_ROWS;
    return wide ? handedOver(sql, declared, read).orElse(local) : local;
  }

  private CompiledQuery local(String sql, List<DataType> declared, Policies read) {
    return new QueryCompiler(databases).compile(sql, declared, read);
  }

  private Optional<CompiledQuery> handedOver(String sql, List<DataType> declared, Policies read) {
    try {
      return databases
          .trino(definitions)
          .map(trino -> requireWhole(new QueryCompiler(trino).compile(sql, declared, read)));
    } catch (ProblemException refused) {
      if (refused.problem().code().equals(FederationProblem.NOT_HANDED_OVER.code())) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private static double scanned(CompiledQuery query) {
    return query.statements().stream().mapToDouble(SourceStatement::scanned).sum();
  }

  /**
   * Makes sure at publication that a plan can be handed over.
   *
   * @throws ProblemException {@link FederationProblem#NOT_HANDED_OVER} with the reason
   */
  static void requireHandOver(
      String sql,
      List<DataType> declared,
      Policies everything,
      HubDatabases databases,
      DefinitionView view) {
    SourceDatabases trino =
        databases
            .declaredTrino(view)
            .orElseThrow(
                () ->
                    FederationProblem.NOT_HANDED_OVER.problem(
                        "no Source has jdbc.trinoCatalogs, so there is no Trino"));
    requireWhole(new QueryCompiler(trino).compile(sql, declared, everything));
  }

  /** One statement to Trino and no other. */
  static CompiledQuery requireWhole(CompiledQuery query) {
    List<SourceStatement> statements = query.statements();
    String elsewhere =
        statements.stream()
            .map(SourceStatement::database)
            .filter(database -> !database.trino())
            .map(SourceDatabase::name)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!elsewhere.isEmpty()) {
      throw FederationProblem.NOT_HANDED_OVER.problem(
          "Trino cannot read the tables of "
              + elsewhere
              + ": trinoCatalogs has no catalogue for it, a live binding names no schema, or its"
              + " times are of another zone");
    }
    if (statements.size() != 1) {
      throw FederationProblem.NOT_HANDED_OVER.problem(
          "an expression below a join can fail or may mean something else in Trino, so the plan"
              + " would be "
              + statements.size()
              + " statements: "
              + statements.stream().map(SourceStatement::sql).collect(Collectors.joining("; ")));
    }
    return query;
  }
}
