package io.tongban.connectors;

import io.tongban.hub.Label;
import java.io.InputStream;
import java.util.List;

/**
 * Looks at what a department has and proposes how to connect it. Nothing is stored; what looks
 * personal is masked in everything that is answered.
 */
public interface Inspections {
  /**
   * Profiles the bytes of a file.
   *
   * @param name the file's name, for its format and for what is drafted
   * @param whole whether these are all its bytes; else the first of them, cut at a line
   */
  Inspection file(String name, InputStream bytes, boolean whole, Wanted wanted);

  /**
   * Profiles what a declared Source has.
   *
   * @param place a Source's name, perhaps with {@code /FILE}, {@code /PATH} or {@code /TABLE}; or a
   *     URL below the address of an HTTP Source
   */
  Inspection source(String place, Wanted wanted);

  /**
   * What is wanted of an inspection.
   *
   * @param resource the Resource that a connector is drafted for, or null
   * @param encoding of the text where it is known, or null
   */
  record Wanted(String resource, String encoding) {}

  /**
   * What was seen.
   *
   * @param name of the file, path or table
   * @param format as in {@code input.format}
   * @param evidence how format and encoding were told, for people
   * @param rows that were read
   * @param faulty how many of them could not be read
   * @param whole whether all of the input was looked at
   * @param columns in the source's order
   * @param resource the Resource that a connector was drafted for, or null
   * @param yaml definitions to edit and apply
   */
  record Inspection(
      String name,
      String format,
      List<String> evidence,
      long rows,
      long faulty,
      boolean whole,
      List<ColumnProfile> columns,
      String resource,
      String yaml) {}

  /**
   * A column.
   *
   * @param type the narrowest DataType that its values have, as text
   * @param dateFormat of DATE and TIMESTAMP, null for ISO 8601 and other types
   * @param values rows with a value
   * @param empty rows without
   * @param distinct how many different values
   * @param exact whether that is counted; else estimated, within about 10 %
   * @param shortest characters of the shortest value
   * @param longest characters of the longest value
   * @param minimum smallest value, masked where personal; null without values
   * @param maximum largest value
   * @param patterns shapes of values, most frequent first, such as {@code 9{6}}
   * @param samples a few values, masked where personal
   * @param personal whether it seems to be personal data
   * @param key whether it has a value of its own in every row
   * @param facts what its values are, for example {@code 100 % ID numbers (GB 11643)}
   * @param candidates up to three data elements, best first
   */
  record ColumnProfile(
      String name,
      String type,
      String dateFormat,
      long values,
      long empty,
      long distinct,
      boolean exact,
      int shortest,
      int longest,
      String minimum,
      String maximum,
      List<String> patterns,
      List<String> samples,
      boolean personal,
      boolean key,
      List<String> facts,
      List<ElementCandidate> candidates) {}

  /**
   * A data element that a column may be.
   *
   * @param score from 0 to 1
   * @param evidence why, for people
   */
  record ElementCandidate(String element, Label title, double score, List<String> evidence) {}
}
