package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.schema.Table;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/** Calcite's tools for one compilation, set up alike everywhere. */
final class Workshop {
  /** An IN list longer than this becomes a join with its values. */
  private static final int IN_LIST_MAX = 1_000;

  /** These mean the source's login when a source evaluates them, and nobody here. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "USER",
          "CURRENT_USER",
          "SESSION_USER",
          "SYSTEM_USER",
          "CURRENT_ROLE",
          "CURRENT_PATH",
          "CURRENT_CATALOG",
          "CURRENT_SCHEMA");

  private static final SqlOperatorTable OPERATORS = operators();

  static final SqlParser.Config PARSER =
      SqlParser.config()
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.TO_LOWER)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false);

  private final JavaTypeFactory types = new JavaTypeFactoryImpl(new SqlTypes.System());
  private final CalciteSchema root = CalciteSchema.createRootSchema(false, false);
  private final RelOptCluster cluster;

  Workshop() {
    VolcanoPlanner planner = new VolcanoPlanner();
    planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
    planner.setExecutor(RexUtil.EXECUTOR);
    this.cluster = RelOptCluster.create(planner, new RexBuilder(types));
    RelMetadataQueryBase.THREAD_PROVIDERS.set(
        JaninoRelMetadataProvider.of(DefaultRelMetadataProvider.INSTANCE));
  }

  private static SqlOperatorTable operators() {
    List<SqlOperator> allowed = new ArrayList<>();
    for (SqlOperator operator : SqlStdOperatorTable.instance().getOperatorList()) {
      if (!FORBIDDEN.contains(operator.getName())) {
        allowed.add(operator);
      }
    }
    return SqlOperatorTables.of(allowed);
  }

  JavaTypeFactory types() {
    return types;
  }

  RelOptCluster cluster() {
    return cluster;
  }

  void add(String name, Table table) {
    root.add(name, table);
  }

  CalciteCatalogReader catalogue() {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
    return new CalciteCatalogReader(
        root, List.of(), types, new CalciteConnectionConfigImpl(properties));
  }

  /** Without implicit casts: they can fail, and would hide that a parameter's type is wrong. */
  SqlValidator validator(CalciteCatalogReader catalogue) {
    return SqlValidatorUtil.newValidator(
        OPERATORS,
        catalogue,
        types,
        SqlValidator.Config.DEFAULT.withTypeCoercionEnabled(false).withIdentifierExpansion(true));
  }

  SqlToRelConverter converter(SqlValidator validator, CalciteCatalogReader catalogue) {
    return new SqlToRelConverter(
        (rowType, queryString, schemaPath, viewPath) -> {
          throw new IllegalStateException("there are no views");
        },
        validator,
        catalogue,
        cluster,
        StandardConvertletTable.INSTANCE,
        SqlToRelConverter.config()
            .withExpand(false)
            .withTrimUnusedFields(false)
            .withInSubQueryThreshold(IN_LIST_MAX));
  }
}
