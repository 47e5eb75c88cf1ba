package io.tongban.examples;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A randomly perturbed copy of the registers: rows missing, doubled, blanked, misspelt, with broken
 * dates and codes.
 */
final class Perturbation {
  private final Random random;

  private Perturbation(long seed) {
    this.random = new Random(seed);
  }

  /** Copies the registers into a folder, perturbed as the seed says. */
  static Registers of(Registers registers, Path folder, long seed) throws IOException {
    Registers copy = new Registers(folder);
    Perturbation perturbation = new Perturbation(seed);
    for (Path file :
        List.of(
            registers.authorityNames(),
            registers.authorityCodes(),
            registers.migration(),
            registers.divisionHistory())) {
      Path target = folder.resolve(registers.folder().relativize(file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
    perturbation.write(
        Registers.csv(registers.premises()),
        perturbation::premises,
        copy.premises(),
        StandardCharsets.UTF_8);
    perturbation.write(
        Registers.csv(registers.audits()),
        perturbation::audit,
        copy.audits(),
        StandardCharsets.UTF_8);
    Files.createDirectories(copy.epidemic().getParent());
    perturbation.write(
        Registers.csv(registers.epidemic()),
        perturbation::epidemic,
        copy.epidemic(),
        StandardCharsets.UTF_8);
    Files.writeString(
        copy.epidemicGbk(), Registers.text(copy.epidemic(), StandardCharsets.UTF_8), Registers.GBK);
    List<Map<String, String>> streets =
        Csv.read(Registers.text(registers.streets(), Registers.GB18030), ',', true);
    perturbation.write(streets, row -> row, copy.streets(), Registers.GB18030);
    return copy;
  }

  private void write(
      List<Map<String, String>> rows,
      UnaryOperator<Map<String, String>> change,
      Path target,
      Charset charset)
      throws IOException {
    List<Map<String, String>> kept = new ArrayList<>();
    for (Map<String, String> row : rows) {
      if (!chance(0.03)) {
        kept.add(change.apply(new java.util.LinkedHashMap<>(row)));
      }
    }
    Files.writeString(target, Csv.write(kept, ','), charset);
  }

  private Map<String, String> previousPremises;

  private Map<String, String> premises(Map<String, String> row) {
    if (previousPremises != null && chance(0.01)) {
      row.put("AppNo", " " + previousPremises.get("AppNo").toLowerCase(Locale.ROOT) + " ");
    }
    String name = row.get("GeographicLocalAuthority");
    if (chance(0.02)) {
      row.put("GeographicLocalAuthority", "");
    } else if (chance(0.02)) {
      row.put("GeographicLocalAuthority", "Nowhere-on-the-Wold");
    } else if (chance(0.2)) {
      row.put("GeographicLocalAuthority", "  " + name.toUpperCase(Locale.ROOT) + " ");
    }
    previousPremises = row;
    return row;
  }

  private Map<String, String> audit(Map<String, String> row) {
    if (chance(0.02)) {
      row.put("AuditDate", "not known");
    }
    if (chance(0.1)) {
      row.put("ApprovalNumber", row.get("ApprovalNumber").toLowerCase(Locale.ROOT) + " ");
    }
    return row;
  }

  private Map<String, String> epidemic(Map<String, String> row) {
    if (chance(0.05) && !row.get("cityCode").isBlank()) {
      row.put("cityCode", random.nextBoolean() ? "" : "999999");
    }
    return row;
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }
}
