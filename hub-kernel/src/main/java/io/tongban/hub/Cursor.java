package io.tongban.hub;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The place after which the next page of a list begins (keyset paging). Opaque to clients.
 *
 * @param keys the ordering values of the last row of the page before; not empty
 */
public record Cursor(List<String> keys) {
  public Cursor {
    keys = List.copyOf(keys);
  }

  /** The opaque form for URLs. */
  public String encode() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join("\u001f", keys).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads {@link #encode()}'s form; anything else is {@link HubProblem#CURSOR_INVALID}. */
  public static Cursor decode(String text) {
    try {
      String joined = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      return new Cursor(List.of(joined.split("\u001f", -1)));
    } catch (IllegalArgumentException e) {
      throw HubProblem.CURSOR_INVALID.problem("the cursor is not one of ours", e);
    }
  }
}
