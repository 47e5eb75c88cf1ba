package io.tongban.api.portal;

import io.tongban.api.login.Role;
import io.tongban.certificates.ServiceItems.Item;
import io.tongban.hub.Label;
import java.util.List;

/**
 * The counter.
 *
 * @param department in whose name the clerk acts, or null for who does not
 * @param typed the code or text that could not be verified for want of something else; else empty
 * @param error {@code code}, {@code purpose}, {@code file}, {@code file-purpose}, {@code what} or
 *     {@code asked}: the field that is missing; or null
 * @param result what a scan found, or null
 */
record CounterView(
    Label department,
    List<Choice> purposes,
    List<Choice> requirements,
    List<Item> items,
    String typed,
    String purpose,
    String caseReference,
    String error,
    CounterResult result) {

  /** Who works at counters. */
  public List<Role> roles() {
    return List.of(Role.CLERK);
  }

  /** Whether that field is missing. */
  public boolean wrong(String field) {
    return field.equals(error);
  }

  /** The page for who is no clerk, or of no department. */
  static CounterView nobody() {
    return new CounterView(null, List.of(), List.of(), List.of(), "", "", "", null, null);
  }

  /** One to choose. */
  record Choice(String name, Label title) {}
}
