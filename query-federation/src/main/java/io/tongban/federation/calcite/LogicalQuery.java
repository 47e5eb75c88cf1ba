package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import io.tongban.registry.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.Programs;
import org.apache.calcite.tools.RelBuilder;

/** SQL as a relational expression over governed tables, before it is optimised. */
final class LogicalQuery {
  private final Workshop workshop = new Workshop();
  private final AttributeSlots slots = new AttributeSlots();
  private final PolicyNodes policies = new PolicyNodes();
  private final Set<String> tables = new TreeSet<>();
  private final Set<String> columns = new TreeSet<>();
  private RelNode rel;
  private RelNode simple;
  private List<String> names;
  private SqlTypeName[] parameters = {};

  private LogicalQuery() {}

  /**
   * @param sql one SELECT with {@code ?} for parameters
   * @param declared the parameters' types in order, or null to infer them
   * @param read what may be read
   * @param databases where it lies
   */
  static LogicalQuery of(
      String sql, List<DataType> declared, Policies read, SourceDatabases databases) {
    LogicalQuery query = new LogicalQuery();
    read.terms()
        .forEach(
            (resource, terms) -> {
              var raw = databases.table(resource);
              query.tables.add(resource.sqlName());
              terms.columns().forEach(query.columns::add);
              query.workshop.add(
                  resource.sqlName().toLowerCase(Locale.ROOT),
                  new GovernedTable(raw, terms, query.workshop, query.slots, query.policies));
            });
    SqlNode parsed = QueryText.parse(sql).accept(new TextCuts());
    query.convert(declared == null ? parsed : query.typed(parsed, declared));
    query.rel = new MinimumGroups(query.policies, read.minimumGroups()).enforce(query.rel);
    return query;
  }

  /** Each parameter as a cast to its declared type: the validator then knows it. */
  private SqlNode typed(SqlNode parsed, List<DataType> declared) {
    return parsed.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlDynamicParam parameter) {
            RelDataType type = SqlTypes.of(declared.get(parameter.getIndex()), workshop.types());
            SqlParserPos position = parameter.getParserPosition();
            return SqlStdOperatorTable.CAST.createCall(
                position, parameter, SqlTypeUtil.convertTypeToSpec(type));
          }
        });
  }

  private void convert(SqlNode parsed) {
    try {
      var catalogue = workshop.catalogue();
      var validator = workshop.validator(catalogue);
      SqlNode valid = validator.validate(parsed);
      valid.accept(new Comparisons(validator));
      RelDataType parameterTypes = validator.getParameterRowType(valid);
      RelRoot root = workshop.converter(validator, catalogue).convertQuery(valid, false, true);
      this.rel = root.project();
      this.names = root.validatedRowType.getFieldNames();
      this.parameters =
          parameterTypes.getFieldList().stream()
              .map(field -> field.getType().getSqlTypeName())
              .toArray(SqlTypeName[]::new);
    } catch (CalciteContextException fault) {
      throw SqlFaults.validation(fault, tables, columns);
    } catch (UnsupportedOperationException | AssertionError | StackOverflowError fault) {
      throw FederationProblem.SQL_INVALID.problem(
          "the SQL uses a construct that is not supported", fault);
    }
    policies.requireEverywhere(rel);
  }

  Workshop workshop() {
    return workshop;
  }

  AttributeSlots slots() {
    return slots;
  }

  PolicyNodes policies() {
    return policies;
  }

  RelNode rel() {
    return rel;
  }

  /** Names of the answer's columns. */
  List<String> names() {
    return names;
  }

  SqlTypeName[] parameters() {
    return parameters;
  }

  /**
   * Subqueries as joins, equal numbers as equal objects, and of every table only the columns that
   * are used.
   */
  RelNode simplified(RelNode node) {
    RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(workshop.cluster(), null);
    RelNode joins =
        Programs.subQuery(DefaultRelMetadataProvider.INSTANCE)
            .run(workshop.cluster().getPlanner(), node, node.getTraitSet(), List.of(), List.of());
    RelNode decorrelated = RelDecorrelator.decorrelateQuery(joins, builder);
    RelNode equal = decorrelated.accept(new EqualNumbers());
    return new RelFieldTrimmer(null, builder).trim(equal).accept(new SingleColumnJoins());
  }

  /** It without subqueries and unused columns. */
  RelNode simple() {
    if (simple == null) {
      simple = simplified(rel);
    }
    return simple;
  }

  /** The resource columns each column of the answer comes from, or is decided by. */
  List<Set<CompiledQuery.Origin>> origins() {
    RelNode simple = simple();
    var metadata = simple.getCluster().getMetadataQuery();
    List<Set<CompiledQuery.Origin>> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      all.add(named(metadata.getColumnOrigins(simple, i)));
    }
    return all;
  }

  /**
   * Origins by the names of resources and items.
   *
   * @param found null where it is not known
   */
  static Set<CompiledQuery.Origin> named(Set<RelColumnOrigin> found) {
    Set<CompiledQuery.Origin> origins = new java.util.LinkedHashSet<>();
    if (found != null) {
      found.forEach(origin -> add(origin, origins));
    }
    return origins;
  }

  private static void add(RelColumnOrigin origin, Set<CompiledQuery.Origin> to) {
    RawTable raw = origin.getOriginTable().unwrap(RawTable.class);
    String item = raw == null ? null : raw.item(origin.getOriginColumnOrdinal());
    if (item != null) {
      to.add(new CompiledQuery.Origin(raw.resource().name(), item));
    }
  }

  /** The columns that are read, by resource. */
  Map<String, Set<String>> reads() {
    Map<String, Set<String>> reads = new TreeMap<>();
    collect(simple(), null, reads);
    return reads;
  }

  private static void collect(RelNode node, RelNode parent, Map<String, Set<String>> reads) {
    if (node instanceof RawScan scan) {
      Set<String> items =
          reads.computeIfAbsent(scan.raw().resource().name(), name -> new TreeSet<>());
      Iterable<Integer> used =
          parent instanceof Project project
              ? RelOptUtil.InputFinder.bits(project.getProjects(), null)
              : org.apache.calcite.util.ImmutableBitSet.range(scan.getRowType().getFieldCount());
      used.forEach(
          position -> {
            String item = scan.raw().item(position);
            if (item != null) {
              items.add(item);
            }
          });
    }
    node.getInputs().forEach(input -> collect(input, node, reads));
  }
}
