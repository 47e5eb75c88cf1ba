package io.tongban.federation.calcite;

import java.util.List;
import java.util.Properties;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
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
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/** Calcite's tools for one compilation, set up alike everywhere. */
final class Workshop {
  /** An IN list longer than this becomes a join with its values. */
  private static final int IN_LIST_MAX = 1_000;

  private static final int NO_MERGE = -1;

  static final SqlParser.Config PARSER =
      SqlParser.config()
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.TO_LOWER)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false);

  private final JavaTypeFactory types = new SqlTypes.Factory();
  private final CalciteSchema root = CalciteSchema.createRootSchema(false, false);
  private final RelOptCluster cluster;

  Workshop() {
    VolcanoPlanner planner = new VolcanoPlanner();
    planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
    planner.setExecutor(RexUtil.EXECUTOR);
    this.cluster = RelOptCluster.create(planner, new RexBuilder(types));
    RelMetadataQueryBase.THREAD_PROVIDERS.set(
        JaninoRelMetadataProvider.of(DefaultRelMetadataProvider.INSTANCE));
    cluster.setMetadataQuerySupplier(JoinSizes::new);
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
        HubOperators.INSTANCE,
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
            .withInSubQueryThreshold(IN_LIST_MAX)
            // merged projections would hide that a policy node is as it was made, and a constant in
            // place of a group that it needs not would be shown where the group is too small
            .withRelBuilderConfigTransform(
                config -> config.withBloat(NO_MERGE).withSimplifyValues(false)));
  }
}
