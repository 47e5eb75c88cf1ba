package io.tongban.connectors.format;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.HydratorSupplier;
import blue.strategic.parquet.ParquetReader;
import io.tongban.connectors.ConnectorProblem;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A Parquet file, row by row. Dates and times become ISO 8601, decimals their digits. A column that
 * repeats or holds others is not read: a mapping that names one finds no such column.
 */
final class ParquetTableReader implements RowReader {
  /** One row group is in memory at a time, so its writer decides how much that is. */
  private static final long MOST_GROUP_BYTES = 512L << 20;

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    Path file = Files.createTempFile("table", ".parquet");
    try {
      try (InputStream in = input.open()) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      Foreign.call("not a sound Parquet file", sink, own -> rows(file, own));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void rows(Path file, RowSink sink) throws IOException {
    ParquetMetadata metadata = ParquetReader.readMetadata(file.toFile());
    for (BlockMetaData group : metadata.getBlocks()) {
      if (group.getTotalByteSize() > MOST_GROUP_BYTES) {
        throw ConnectorProblem.INPUT_DANGEROUS.problem(
            "a row group unpacks into more than " + MOST_GROUP_BYTES + " bytes");
      }
    }
    MessageType schema = metadata.getFileMetaData().getSchema();
    List<String> columns =
        schema.getFields().stream().filter(ParquetTableReader::flat).map(Type::getName).toList();
    sink.header(columns);
    try (Stream<Map<String, String>> rows =
        ParquetReader.streamContent(
            file.toFile(), HydratorSupplier.constantly(new Row(schema)), columns)) {
      Iterator<Map<String, String>> all = rows.iterator();
      long number = 0;
      while (all.hasNext()) {
        number++;
        if (!sink.row(RawRow.of(number, all.next()))) {
          return;
        }
      }
    }
  }

  private static boolean flat(Type column) {
    return column.isPrimitive() && !column.isRepetition(Type.Repetition.REPEATED);
  }

  /** Makes the texts of a row. */
  private record Row(MessageType schema)
      implements Hydrator<Map<String, String>, Map<String, String>> {
    @Override
    public Map<String, String> start() {
      return new LinkedHashMap<>();
    }

    @Override
    public Map<String, String> add(Map<String, String> row, String column, Object value) {
      row.put(
          column,
          value == null ? null : text(value, schema.getType(column).getLogicalTypeAnnotation()));
      return row;
    }

    @Override
    public Map<String, String> finish(Map<String, String> row) {
      return row;
    }

    private static String text(Object value, LogicalTypeAnnotation type) {
      if (!(value instanceof Integer || value instanceof Long)) {
        return value instanceof Double || value instanceof Float
            ? new BigDecimal(value.toString()).stripTrailingZeros().toPlainString()
            : value.toString();
      }
      long number = ((Number) value).longValue();
      if (type instanceof DateLogicalTypeAnnotation) {
        return LocalDate.ofEpochDay(number).toString();
      }
      if (type instanceof DecimalLogicalTypeAnnotation decimal) {
        return BigDecimal.valueOf(number, decimal.getScale()).toPlainString();
      }
      if (type instanceof TimeLogicalTypeAnnotation time) {
        return LocalTime.ofNanoOfDay(number * nanos(time.getUnit())).toString();
      }
      if (type instanceof TimestampLogicalTypeAnnotation time) {
        long units = 1_000_000_000L / nanos(time.getUnit());
        Instant instant =
            Instant.ofEpochSecond(
                Math.floorDiv(number, units), Math.floorMod(number, units) * nanos(time.getUnit()));
        return time.isAdjustedToUTC()
            ? instant.toString()
            : instant.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
      }
      return value.toString();
    }

    private static long nanos(TimeUnit unit) {
      return switch (unit) {
        case MILLIS -> 1_000_000L;
        case MICROS -> 1_000L;
        case NANOS -> 1L;
      };
    }
  }
}
