package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a workbook is to be read.
 *
 * @param sheets patterns of names; empty for the first sheet
 * @param several whether rows tell their sheet
 * @param headerRow the header's first row, 1-based
 * @param headerRows how many rows it has
 * @param match names that its last row has; empty where it is found by its number
 * @param repeatMerged whether a merged area's value stands in each of its cells
 * @param dropBeyond whether cells to the right of the header are left out
 * @param aliases other names of columns
 */
record SheetLayout(
    List<Pattern> sheets,
    boolean several,
    int headerRow,
    int headerRows,
    List<String> match,
    boolean repeatMerged,
    boolean dropBeyond,
    Aliases aliases) {

  static SheetLayout of(ConnectorSpec.Input input) {
    ConnectorSpec.Layout layout =
        input.layout() == null
            ? new ConnectorSpec.Layout(null, null, null, null, null)
            : input.layout();
    boolean several = layout.sheets() != null && !layout.sheets().isEmpty();
    List<Pattern> sheets =
        several
            ? layout.sheets().stream().map(SheetLayout::pattern).toList()
            : input.sheet() == null
                ? List.of()
                : List.of(Pattern.compile(Pattern.quote(input.sheet())));
    return new SheetLayout(
        sheets,
        several,
        input.headerRow() == null ? 1 : input.headerRow(),
        layout.headerRows() == null ? 1 : layout.headerRows(),
        layout.headerMatch() == null ? List.of() : layout.headerMatch(),
        "repeat".equals(layout.merged()),
        "drop".equals(layout.beyond()),
        new Aliases(input.aliases()));
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(
        java.util.Arrays.stream(glob.split("\\*", -1))
            .map(Pattern::quote)
            .collect(java.util.stream.Collectors.joining(".*")),
        Pattern.DOTALL);
  }

  /**
   * The places of the sheets to read among all, in the workbook's order.
   *
   * @throws io.tongban.hub.ProblemException if there is none
   */
  List<Integer> choose(List<String> names) {
    List<Integer> chosen = new java.util.ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (sheets.isEmpty() ? i == 0 : sheets.stream().anyMatch(p -> p.matcher(name).matches())) {
        chosen.add(i);
      }
    }
    if (chosen.isEmpty()) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem(
          sheets.isEmpty()
              ? "the workbook has no sheet"
              : "the workbook has no sheet " + told() + "; it has " + names);
    }
    return chosen;
  }

  private String told() {
    return sheets.stream()
        .map(p -> '"' + p.pattern().replace("\\Q", "").replace("\\E", "").replace(".*", "*") + '"')
        .distinct()
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }
}
