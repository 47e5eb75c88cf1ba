package io.tongban.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blue.strategic.parquet.ParquetWriter;
import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableReaderTest {
  private static final MessageType SCHEMA =
      new MessageType(
          "register",
          Types.required(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named("code"),
          Types.required(PrimitiveTypeName.INT32)
              .as(LogicalTypeAnnotation.dateType())
              .named("since"),
          Types.required(PrimitiveTypeName.INT64)
              .as(LogicalTypeAnnotation.decimalType(2, 12))
              .named("fee"),
          Types.required(PrimitiveTypeName.DOUBLE).named("share"));
  @TempDir Path folder;

  private byte[] file(int rows) throws IOException {
    Path file = folder.resolve("made.parquet");
    Files.deleteIfExists(file);
    try (ParquetWriter<Integer> writer =
        ParquetWriter.writeFile(
            SCHEMA,
            file.toFile(),
            (row, values) -> {
              values.write("code", "00" + row + "某");
              values.write("since", (int) LocalDate.of(2016, 6, 17).toEpochDay());
              values.write("fee", 1250L);
              values.write("share", 0.5);
            })) {
      for (int i = 0; i < rows; i++) {
        writer.write(i);
      }
    }
    return Files.readAllBytes(file);
  }

  @Test
  void daysDecimalsAndLeadingZeros() throws IOException {
    List<RawRow> rows = Rows.read(Rows.input("parquet", null, null), file(3000));

    assertThat(rows).hasSize(3000);
    assertThat(rows.get(7).values())
        .isEqualTo(Map.of("code", "007某", "since", "2016-06-17", "fee", "12.50", "share", "0.5"));
  }

  @Test
  void aCutOffFileIsUnreadable() throws IOException {
    byte[] file = file(10);

    for (int length : new int[] {0, 4, file.length / 2, file.length - 1}) {
      assertThatThrownBy(
              () -> Rows.read(Rows.input("parquet", null, null), Arrays.copyOf(file, length)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("input-unreadable");
    }
  }
}
