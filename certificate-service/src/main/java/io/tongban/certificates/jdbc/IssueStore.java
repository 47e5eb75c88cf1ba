package io.tongban.certificates.jdbc;

import io.tongban.certificates.jdbc.CertificateStore.NewCertificate;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jdbc.SourceWatchStore.NewWatch;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What an issue changes in the hub's database: one transaction before its entry in the ledger and
 * one after it, so that a certificate costs three commits and is never half there.
 */
@ApplicationScoped
public class IssueStore {
  private final Database database;
  private final OfferStore offers;
  private final CertificateStore certificates;
  private final UsedOnce used;
  private final SourceWatchStore watches;

  @Inject
  IssueStore(
      Database database,
      OfferStore offers,
      CertificateStore certificates,
      UsedOnce used,
      SourceWatchStore watches) {
    this.database = database;
    this.offers = offers;
    this.certificates = certificates;
    this.used = used;
    this.watches = watches;
  }

  /**
   * A nonce that is used with this request.
   *
   * @param until after this it is refused for its age
   */
  public record Nonce(String value, Instant until) {}

  /** What became of a claim to an offer. */
  public enum Claim {
    /** It is this request's. */
    GRANTED,
    /** Nothing was changed: the nonce was used before. */
    NONCE_USED,
    /** Nothing was changed: another request was first. */
    OFFER_TAKEN
  }

  /**
   * Claims the right to issue and uses the nonce; both or neither.
   *
   * @param nonce null where none is used
   */
  public Claim claim(StoredOffer offer, Nonce nonce) {
    return claimed(nonce, connection -> offers.claim(connection, offer));
  }

  /**
   * Notes instead that the source is to be asked later, and uses the nonce.
   *
   * @param nonce null where none is used
   */
  public Claim defer(StoredOffer offer, Nonce nonce, OfferStore.Deferral deferral) {
    return claimed(nonce, connection -> offers.defer(connection, offer, deferral));
  }

  private interface Work {
    void in(Connection connection);
  }

  private Claim claimed(Nonce nonce, Work work) {
    try {
      return database.inGroup(
          handle -> {
            if (nonce != null) {
              used.mark(handle.getConnection(), "nonce", nonce.value(), nonce.until());
            }
            work.in(handle.getConnection());
            return Claim.GRANTED;
          });
    } catch (UsedOnce.UsedBefore e) {
      return Claim.NONCE_USED;
    } catch (OfferStore.Taken e) {
      return Claim.OFFER_TAKEN;
    }
  }

  /**
   * What comes into being with a certificate.
   *
   * @param copies of one batch; at least one
   * @param holder identifier of whose they are, or null where holders do not find them
   * @param watch what is watched from now on, or null
   */
  public record NewIssue(List<NewCertificate> copies, String holder, NewWatch watch) {
    /** What the copies are stored under together. */
    public UUID batch() {
      return copies.get(0).batch();
    }
  }

  /**
   * The issue is in the ledger: from now on the certificates exist, and the offer is used up. They
   * are stored now and not with the claim: H2 writes a row and all its indexes anew at each change.
   *
   * @param receipt id of the ledger's receipt
   */
  public void release(StoredOffer offer, NewIssue issue, UUID receipt) {
    database.inGroup(
        handle -> {
          Connection connection = handle.getConnection();
          issue.copies().forEach(copy -> certificates.add(connection, copy, receipt));
          if (issue.holder() != null) {
            certificates.hold(connection, issue.batch(), issue.holder());
          }
          offers.issued(connection, offer, issue.batch());
          if (issue.watch() != null) {
            watches.add(handle, issue.watch());
          }
          return null;
        });
  }

  /** The issue could not be recorded: nothing was issued, and the offer is as it was. */
  public void giveBack(StoredOffer offer) {
    database.inGroup(
        handle -> {
          offers.giveBack(handle.getConnection(), offer);
          return null;
        });
  }
}
