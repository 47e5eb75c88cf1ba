package io.tongban.certificates.jdbc;

import io.tongban.certificates.jdbc.CertificateStore.NewCertificate;
import io.tongban.certificates.jdbc.CertificateStore.NewRow;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jdbc.SourceWatchStore.NewWatch;
import io.tongban.hub.Database;
import io.tongban.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What an issue changes in the hub's database, in the transaction that stores its entry in the
 * ledger: a certificate costs one commit and is never half there.
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

  /** The offer could not be claimed, and nothing was changed. */
  public static final class NotClaimed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Claim claim;

    NotClaimed(Claim claim, Throwable cause) {
      super(claim.name(), cause);
      this.claim = claim;
    }

    /** Why not; never GRANTED. */
    public Claim claim() {
      return claim;
    }
  }

  /**
   * What comes into being with a certificate.
   *
   * @param copies of one batch; at least one
   * @param receipt id of the entry that records it
   * @param holder identifier of whose they are, or null where holders do not find them
   * @param watch what is watched from now on, or null
   */
  public record NewIssue(List<NewCertificate> copies, UUID receipt, String holder, NewWatch watch) {
    /** What the copies are stored under together. */
    public UUID batch() {
      return copies.get(0).batch();
    }
  }

  /**
   * What goes into the transaction of the entry that records the issue: uses the nonce, claims the
   * offer, which is used up with that, and stores the certificates; all of it or nothing. Throws
   * {@link NotClaimed} if the nonce was used, or another request was first.
   *
   * @param nonce null where none is used
   */
  public Ledger.Alongside placed(StoredOffer offer, Nonce nonce, NewIssue issue) {
    // others wait for the transaction: what can be worked out is worked out before
    List<NewRow> rows = issue.copies().stream().map(certificates::row).toList();
    return connection -> place(connection, offer, nonce, issue, rows);
  }

  private void place(
      Connection connection, StoredOffer offer, Nonce nonce, NewIssue issue, List<NewRow> rows) {
    try {
      if (nonce != null) {
        used.mark(connection, "nonce", nonce.value(), nonce.until());
      }
      offers.issued(connection, offer, issue.batch());
    } catch (UsedOnce.UsedBefore e) {
      throw new NotClaimed(Claim.NONCE_USED, e);
    } catch (OfferStore.Taken e) {
      throw new NotClaimed(Claim.OFFER_TAKEN, e);
    }
    rows.forEach(row -> certificates.add(connection, row, issue.receipt()));
    if (issue.holder() != null) {
      certificates.hold(connection, issue.batch(), issue.holder());
    }
    if (issue.watch() != null) {
      watches.add(connection, issue.watch());
    }
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
   * What was recorded is not released after all: the certificates are forgotten and the offer is as
   * it was. Does nothing where they were not stored.
   */
  public void undo(StoredOffer offer, UUID batch) {
    database.inGroup(
        handle -> {
          Connection connection = handle.getConnection();
          if (offers.giveBack(connection, offer, batch)) {
            certificates.withdraw(connection, batch);
            watches.withdraw(connection, batch);
          }
          return null;
        });
  }
}
