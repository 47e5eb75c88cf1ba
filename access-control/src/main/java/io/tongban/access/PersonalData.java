package io.tongban.access;

import java.util.List;
import java.util.Optional;

/**
 * What a module keeps in the hub's database that leads to persons; a CDI bean of each module that
 * keeps some. Persons are named by keyed digests, so that what is to be erased again after a
 * restore can be written down without telling of whom.
 */
public interface PersonalData {
  /** Name of the module, for example {@code certificates}. */
  String module();

  /** Everything of the person is found by these keyed digests, in a form of the module's own. */
  List<String> digests(String subject);

  /** Why the law does not let the person's data be erased now, naming nobody; or nothing. */
  Optional<String> retained(String subject);

  /**
   * Erases what the digests lead to, in a transaction of its own. Repeating it changes nothing.
   *
   * @param digests of {@link #digests}, perhaps of a former time
   */
  void erase(List<String> digests);
}
