package io.tongban.certificates.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A certificate as it was presented. Each method tells one thing; none says that all is well. */
public interface PresentedCredential {
  /** Identifier of its format. */
  String format();

  /** Who it says issued it; empty where it names nobody. */
  String issuer();

  /** What it says it is: {@code vct}, doctype or type. */
  String type();

  /** Every name of what it is, for a query to match. */
  Set<String> types();

  /** The issuer's certificates, leaf first; empty where there are none. */
  List<X509Certificate> chain();

  /** Whether that key signed it. Any doubt is a no. */
  boolean signedBy(PublicKey key);

  /**
   * All that was disclosed, in the shape that the paths of a query point into.
   *
   * @throws CredentialException if what was disclosed is not what was signed
   */
  ObjectNode content() throws CredentialException;

  /**
   * What was disclosed about its subject.
   *
   * @throws CredentialException as {@link #content}
   */
  ObjectNode claims() throws CredentialException;

  /** The moment from which it holds, if it says one. */
  Optional<Instant> validFrom();

  /** The moment at which it ends, if it says one. */
  Optional<Instant> validUntil();

  /** Its place in a status list, if it has one that can be read. */
  Optional<StatusReference> status();

  /** Whether it carries a proof of its holder. */
  boolean isBound();

  /** Whether the proof it carries is the holder's, now, and answers the challenge. */
  boolean isHeld(Challenge challenge, Instant now);
}
