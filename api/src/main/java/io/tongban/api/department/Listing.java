package io.tongban.api.department;

import io.tongban.api.QueryNumber;
import io.tongban.hub.Cursor;
import io.tongban.registry.RegistryProblem;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of a list, by keyset.
 *
 * @param items what is on it
 * @param next the cursor of the next page, or null if this is the last
 */
@Schema(description = "A page of a list; give next as after to get the next page")
public record Listing<T>(List<T> items, String next) {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1000;

  public Listing {
    items = List.copyOf(items);
  }

  /** The asked page size, 100 where none is asked. */
  static int limit(String text) {
    return QueryNumber.of("limit", text, DEFAULT_LIMIT, MOST, RegistryProblem.LIMIT_INVALID);
  }

  /** The name after which the page begins, or null for the first page. */
  static String after(String cursor) {
    return cursor == null || cursor.isBlank() ? null : Cursor.decode(cursor).keys().get(0);
  }

  /** A page of things that are ordered by name and all in memory. */
  static <S, T> Listing<T> of(
      List<S> ordered, String cursor, String limit, Function<S, String> name, Function<S, T> view) {
    String after = after(cursor);
    int most = limit(limit);
    List<S> page =
        ordered.stream()
            .filter(thing -> after == null || name.apply(thing).compareTo(after) > 0)
            .limit(most + 1L)
            .toList();
    boolean more = page.size() > most;
    List<S> shown = more ? page.subList(0, most) : page;
    String next = more ? cursor(name.apply(shown.get(most - 1))) : null;
    return new Listing<>(shown.stream().map(view).toList(), next);
  }

  /** The cursor behind that name. */
  static String cursor(String name) {
    return new Cursor(List.of(name)).encode();
  }
}
