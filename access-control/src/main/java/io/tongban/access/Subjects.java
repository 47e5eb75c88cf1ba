package io.tongban.access;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Commitments to persons. A commitment tells nothing to who lacks the person's salt; destroying the
 * salt ({@link Erasures}) forgets the person while every proof stays valid.
 */
public interface Subjects {
  /**
   * The commitment to a person: lower-case hex HMAC-SHA-256 of the identifier under the person's
   * salt, which is made at the first call. Equal until the person is erased.
   *
   * @param subject the person's identifier, as the resource's subject column holds it
   */
  String commitment(String subject);

  /** The commitments to many persons, by identifier. */
  Map<String, String> commitments(Collection<String> subjects);

  /** The commitment to a person whose salt the hub holds; makes none. */
  Optional<String> find(String subject);

  /** The person's identifier by the commitment, while the hub holds the salt. */
  Optional<String> identifier(String commitment);

  /** Whether the hub holds a salt of that person. */
  default boolean known(String subject) {
    return find(subject).isPresent();
  }
}
