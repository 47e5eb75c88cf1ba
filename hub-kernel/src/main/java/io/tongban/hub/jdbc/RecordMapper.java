package io.tongban.hub.jdbc;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Maps rows to a record by the names of its components. Jdbi's own mapper sees public records only,
 * and the rows of a store are nobody else's business.
 */
final class RecordMapper<T> implements RowMapper<T> {
  private final RecordComponent[] components;
  private final Constructor<T> constructor;

  RecordMapper(Class<T> type) {
    this.components = type.getRecordComponents();
    try {
      this.constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor", e);
    }
    constructor.setAccessible(true);
  }

  @Override
  public T map(ResultSet row, StatementContext context) throws SQLException {
    return specialize(row, context).map(row, context);
  }

  @Override
  public RowMapper<T> specialize(ResultSet rows, StatementContext context) throws SQLException {
    Map<String, Integer> columns = columns(rows.getMetaData());
    int[] positions = new int[components.length];
    ColumnMapper<?>[] mappers = new ColumnMapper<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      positions[i] = columns.getOrDefault(component.getName().toLowerCase(Locale.ROOT), 0);
      if (positions[i] == 0) {
        throw new IllegalArgumentException(
            "the query has no column for " + component.getName() + " of " + constructor.getName());
      }
      mappers[i] =
          context
              .findColumnMapperFor(component.getGenericType())
              .orElseThrow(() -> new IllegalArgumentException("no column mapper for " + component));
    }
    return (row, ignored) -> make(row, context, positions, mappers);
  }

  private static Map<String, Integer> columns(ResultSetMetaData data) throws SQLException {
    Map<String, Integer> columns = new HashMap<>();
    for (int i = data.getColumnCount(); i >= 1; i--) {
      columns.put(data.getColumnLabel(i).toLowerCase(Locale.ROOT).replace("_", ""), i);
    }
    return columns;
  }

  private T make(
      ResultSet row, StatementContext context, int[] positions, ColumnMapper<?>[] mappers)
      throws SQLException {
    Object[] values = new Object[positions.length];
    for (int i = 0; i < positions.length; i++) {
      values[i] = mappers[i].map(row, positions[i], context);
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "a row does not make a " + constructor.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the constructor was made accessible", e);
    }
  }
}
