package io.tongban.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The registers' files, as the departments keep them. */
record Registers(Path folder) {
  static final Charset GBK = Charset.forName("GBK");
  static final Charset GB18030 = Charset.forName("GB18030");

  Path premises() {
    return folder.resolve("food-safety/data/approved-food-establishments.csv");
  }

  Path audits() {
    return folder.resolve("food-safety/data/approved-meat-establishment.csv");
  }

  Path authorityNames() {
    return folder.resolve("food-safety/data/name.tsv");
  }

  Path authorityCodes() {
    return folder.resolve("food-safety/data/gss.tsv");
  }

  Path migration() {
    return folder.resolve("food-safety/data/id_migrataion_2016-10-10.tsv");
  }

  Path epidemic() {
    return folder.resolve("divisions/data/2020-02-20.csv");
  }

  Path epidemicGbk() {
    return folder.resolve("divisions/data/nhc-2020-02-20.gbk.csv");
  }

  Path streets() {
    return folder.resolve("divisions/data/streets.gb18030.csv");
  }

  Path persons() {
    return folder.resolve("prefill/data/persons.csv");
  }

  /** The sealed file of a certificate that is collected. */
  Path tenancyRecord() {
    return folder.resolve("prefill/data/tenancy-record.pdf");
  }

  Path divisionHistory() {
    return folder.resolve("divisions/definitions/gbt2260-history.csv");
  }

  static List<Map<String, String>> csv(Path file) {
    return Csv.read(text(file, StandardCharsets.UTF_8), ',', true);
  }

  static List<Map<String, String>> tsv(Path file) {
    return Csv.read(text(file, StandardCharsets.UTF_8), '\t', false);
  }

  static String text(Path file, Charset charset) {
    try {
      return Files.readString(file, charset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
