package io.tongban.connectors.mapping;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.ConnectorSpec.CodeCheck;
import io.tongban.connectors.ConnectorSpec.FieldMapping;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Column names of databases, which some report in upper case and some in lower: rows of a table
 * carry them in lower case, and so does the mapping that reads them.
 */
public final class TableColumns {
  private TableColumns() {}

  /** A column's name as rows carry it. */
  public static String normal(String column) {
    return column == null ? null : column.toLowerCase(Locale.ROOT);
  }

  /** The connector with column names as rows carry them; itself if it reads no table. */
  public static ConnectorSpec normal(ConnectorSpec spec) {
    if (!"table".equals(spec.input().format())) {
      return spec;
    }
    List<FieldMapping> fields = spec.fields().stream().map(TableColumns::field).toList();
    return new ConnectorSpec(
        spec.source(),
        spec.resource(),
        spec.input(),
        spec.mode(),
        fields,
        where(spec.where()),
        spec.schedule(),
        spec.allowShrink(),
        survivorship(spec.survivorship()));
  }

  private static Map<String, String> where(Map<String, String> where) {
    if (where == null) {
      return null;
    }
    Map<String, String> lower = new HashMap<>();
    where.forEach((column, value) -> lower.put(normal(column), value));
    return lower;
  }

  private static FieldMapping field(FieldMapping field) {
    CodeCheck check = field.codeList();
    return new FieldMapping(
        field.item(),
        normal(field.from()),
        field.value(),
        field.steps(),
        field.dateFormat(),
        field.locale(),
        field.nullValues(),
        field.defaultValue(),
        field.codes(),
        field.crosswalk(),
        check == null
            ? null
            : new CodeCheck(check.list(), normal(check.on()), check.missing(), check.successor()),
        field.numberFormat(),
        field.unit(),
        field.split(),
        field.join() == null
            ? null
            : new ConnectorSpec.Join(all(field.join().columns()), field.join().separator()),
        division(field.division()),
        coordinate(field.coordinate()));
  }

  private static List<String> all(List<String> columns) {
    return columns.stream().map(TableColumns::normal).toList();
  }

  private static ConnectorSpec.Division division(ConnectorSpec.Division division) {
    return division == null
        ? null
        : new ConnectorSpec.Division(
            division.list(), all(division.columns()), normal(division.on()), division.missing());
  }

  private static ConnectorSpec.Coordinate coordinate(ConnectorSpec.Coordinate coordinate) {
    return coordinate == null
        ? null
        : new ConnectorSpec.Coordinate(
            normal(coordinate.longitude()),
            normal(coordinate.latitude()),
            coordinate.from(),
            coordinate.to(),
            coordinate.take());
  }

  private static ConnectorSpec.Survivorship survivorship(ConnectorSpec.Survivorship survivorship) {
    return survivorship == null
        ? null
        : new ConnectorSpec.Survivorship(
            survivorship.keep(), normal(survivorship.by()), survivorship.order());
  }
}
