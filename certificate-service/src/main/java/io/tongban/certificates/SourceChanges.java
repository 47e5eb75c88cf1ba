package io.tongban.certificates;

import io.tongban.access.Actor;
import io.tongban.certificates.Certificates.Offer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What becomes of valid certificates whose source row changes or disappears, as their type's {@code
 * sourceChange} declares.
 */
public interface SourceChanges {
  /**
   * Looks at the source rows that are due and does the acts that follow. Repeatable; the node's
   * upkeep calls it. Where a source cannot be asked nothing is concluded.
   *
   * @throws RuntimeException the first failure, after everything else was looked at
   */
  void look();

  /**
   * What was noticed and has not been dealt with, oldest first.
   *
   * @param type name of a CertificateType
   */
  List<Noticed> noticed(String type);

  /**
   * Offers the certificate anew from the records as they are. What the wallet fetches with it
   * replaces this one.
   *
   * @param actor a client of the issuing authority with role issuer
   * @param withTransactionCode as for {@link Certificates#offer}
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#NO_RENEWAL}
   */
  Offer renew(Actor actor, UUID certificate, boolean withTransactionCode);

  /**
   * Lets the acts noticed so far be done although they are more than the type's {@code limit}. Each
   * row is looked at once more before.
   *
   * @return how many certificates it is
   */
  int confirm(String type);

  /** What the source says of a certificate now. */
  enum Finding {
    /** The same as the certificate says. */
    SAME,
    /** Other claims. */
    CHANGED,
    /** The row is no more. */
    GONE
  }

  /**
   * Something noticed.
   *
   * @param certificate the first of the copies that were issued together
   * @param held whether its act waits for an operator's confirmation
   */
  record Noticed(UUID certificate, Finding finding, Instant noticed, boolean held) {}
}
