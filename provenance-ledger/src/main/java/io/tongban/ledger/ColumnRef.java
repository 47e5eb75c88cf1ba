package io.tongban.ledger;

import io.tongban.ledger.LineageRun.Dataset;
import java.util.Comparator;
import java.util.List;

/**
 * {@code dataset.column} taken apart; names of datasets and columns may hold dots.
 *
 * @param dataset name as in {@link LineageRun.Dataset}; empty if the reference names none
 * @param name the column, or {@link #ALL}
 */
public record ColumnRef(String dataset, String name) {
  /** Stands for all columns of a dataset. */
  public static final String ALL = "*";

  /**
   * Takes a reference apart.
   *
   * @param datasets those it may be of; the longest name that fits counts
   */
  public static ColumnRef of(String reference, List<Dataset> datasets) {
    return datasets.stream()
        .map(Dataset::name)
        .filter(name -> reference.startsWith(name + "."))
        .max(Comparator.comparingInt(String::length))
        .map(name -> new ColumnRef(name, reference.substring(name.length() + 1)))
        .orElseGet(() -> atLastDot(reference));
  }

  private static ColumnRef atLastDot(String reference) {
    int dot = reference.lastIndexOf('.');
    return dot < 0
        ? new ColumnRef("", reference)
        : new ColumnRef(reference.substring(0, dot), reference.substring(dot + 1));
  }
}
