package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * The merged areas of a sheet, whose value stands in their first cell only. Files tell them after
 * the cells, so they are read in a pass of their own. To be filled row by row from the top.
 */
final class Merged {
  /** No merged areas. */
  static final Merged NONE = new Merged();

  /** The largest sheets with areas that we know have some thousands. */
  private static final int MOST = 200_000;

  private static final int WIDEST = 16_384;
  private final List<Area> waiting = new ArrayList<>();
  private final List<Area> open = new ArrayList<>();
  private int next;

  /** An area; rows and columns 0-based, both ends belong to it. */
  private static final class Area {
    private final int top;
    private final int bottom;
    private final int left;
    private final int right;
    private String value;

    Area(int top, int bottom, int left, int right) {
      this.top = top;
      this.bottom = bottom;
      this.left = left;
      this.right = right;
    }
  }

  /** Adds an area. */
  void add(int top, int bottom, int left, int right) {
    if (waiting.size() >= MOST) {
      throw ConnectorProblem.INPUT_DANGEROUS.problem(
          "a sheet has more than " + MOST + " merged areas");
    }
    waiting.add(new Area(top, bottom, left, Math.min(right, WIDEST - 1)));
  }

  /** All areas are known. */
  Merged sorted() {
    waiting.sort(Comparator.comparingInt(a -> a.top));
    return this;
  }

  /** Repeats the areas' values in a row. Rows come from the top; some may be left out. */
  void fill(int row, List<String> cells) {
    while (next < waiting.size() && waiting.get(next).top <= row) {
      Area area = waiting.get(next++);
      if (area.top == row) {
        area.value = area.left < cells.size() ? cells.get(area.left) : null;
        open.add(area);
      }
    }
    for (Iterator<Area> areas = open.iterator(); areas.hasNext(); ) {
      Area area = areas.next();
      if (area.bottom < row) {
        areas.remove();
      } else if (area.value != null) {
        repeat(area, cells);
      }
    }
  }

  private static void repeat(Area area, List<String> cells) {
    while (cells.size() <= area.right) {
      cells.add(null);
    }
    for (int column = area.left; column <= area.right; column++) {
      cells.set(column, area.value);
    }
  }
}
