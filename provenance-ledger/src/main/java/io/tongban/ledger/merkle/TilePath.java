package io.tongban.ledger.merkle;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a static resource (C2SP tlog-tiles, "APIs").
 *
 * @param level level of the hash tile, or {@link #ENTRIES} for an entry bundle
 * @param number number within the level
 * @param width 1 to 256
 */
public record TilePath(int level, long number, int width) {
  /** Stands for the level of entry bundles. */
  public static final int ENTRIES = -1;

  private static final Pattern FORM =
      Pattern.compile(
          "tile/(?<level>entries|0|[1-9]|[1-5][0-9]|6[0-3])"
              + "/(?<number>(x[0-9]{3}/){0,5}[0-9]{3})"
              + "(\\.p/(?<width>[1-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5]))?");

  /** Reads a path; nothing if it is not of the one form. */
  public static Optional<TilePath> parse(String path) {
    Matcher matcher = FORM.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String level = matcher.group("level");
    String number = matcher.group("number");
    if (number.startsWith("x000/")) {
      return Optional.empty();
    }
    String width = matcher.group("width");
    return Optional.of(
        new TilePath(
            level.equals("entries") ? ENTRIES : Integer.parseInt(level),
            Long.parseLong(number.replace("x", "").replace("/", "")),
            width == null ? Tile.WIDTH : Integer.parseInt(width)));
  }

  /** Whether it names a full tile or bundle. */
  public boolean full() {
    return width == Tile.WIDTH;
  }

  /** The path as text. */
  @Override
  public String toString() {
    StringBuilder digits = new StringBuilder(String.format("%03d", number % 1000));
    for (long rest = number / 1000; rest > 0; rest /= 1000) {
      digits.insert(0, String.format("x%03d/", rest % 1000));
    }
    return "tile/"
        + (level == ENTRIES ? "entries" : Integer.toString(level))
        + "/"
        + digits
        + (full() ? "" : ".p/" + width);
  }
}
