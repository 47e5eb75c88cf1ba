package io.tongban.access;

/**
 * Commitments to persons. A commitment tells nothing to who lacks the person's salt; destroying the
 * salt forgets the person while every proof stays valid.
 */
public interface Subjects {
  /**
   * The commitment to a person: lower-case hex HMAC-SHA-256 of the identifier under the person's
   * salt, which is made at the first call. Equal until the person is forgotten.
   *
   * @param subject the person's identifier, as the resource's subject column holds it
   */
  String commitment(String subject);

  /** Whether the hub holds a salt of that person. */
  boolean known(String subject);

  /**
   * Destroys the person's salt: earlier commitments can no longer be linked to the person, not even
   * by the hub. The person's consents are deleted with it. Repeating it changes nothing.
   */
  void forget(String subject);
}
