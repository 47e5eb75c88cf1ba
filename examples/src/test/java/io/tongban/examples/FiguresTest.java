package io.tongban.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
  private static final Registers REGISTERS = new Registers(Path.of("hubs").toAbsolutePath());

  @Test
  void recomputesTheFiguresOfTheStory() {
    assertThat(Figures.of(REGISTERS))
        .containsAllEntriesOf(
            Map.ofEntries(
                Map.entry("premises_rows", 6348L),
                Map.entry("premises_distinct", 6343L),
                Map.entry("premises_duplicates", 5L),
                Map.entry("premises_resolved_without_migration", 3212L),
                Map.entry("premises_resolved", 4963L),
                Map.entry("premises_blank", 145L),
                Map.entry("premises_unknown", 1231L),
                Map.entry("premises_unresolved", 9L),
                Map.entry("audits_rows", 968L),
                Map.entry("audits_matched", 922L),
                Map.entry("join_rows", 696L),
                Map.entry("join_authorities", 216L),
                Map.entry("join_without_migration_rows", 389L),
                Map.entry("join_without_migration_authorities", 98L),
                Map.entry("epidemic_rows", 546L),
                Map.entry("epidemic_chinese", 520L),
                Map.entry("epidemic_cities", 485L),
                Map.entry("epidemic_coded", 450L),
                Map.entry("epidemic_uncoded", 35L),
                Map.entry("epidemic_succeeded", 1L),
                Map.entry("streets", 41352L)));
  }

  @Test
  void aPerturbedCopyHasOtherFiguresAndTheSameSeedTheSame(@TempDir Path first, @TempDir Path second)
      throws Exception {
    Map<String, Long> one = Figures.of(Perturbation.of(REGISTERS, first, 7));
    Map<String, Long> two = Figures.of(Perturbation.of(REGISTERS, second, 7));
    assertThat(one).isEqualTo(two).isNotEqualTo(Figures.of(REGISTERS));
  }
}
