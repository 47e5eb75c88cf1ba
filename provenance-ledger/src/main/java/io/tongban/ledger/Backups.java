package io.tongban.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/**
 * Backups of the hub's H2 database, made while it is used. A backup is a ZIP: {@link #MANIFEST}
 * with the log's name, the checkpoint that it holds at least, and each file's digest; {@link
 * #SIGNATURE}, the ledger's signature over it; the database; and the journal of erasures. It holds
 * no keys: who finds it can open no manifest and no salt.
 */
public interface Backups {
  /** What the signature is over; see {@link LedgerDisclosure#statementText}. */
  String FORMAT = "tongban.io/backup/v1";

  String MANIFEST = "manifest.json";
  String SIGNATURE = "manifest.sig";
  String DATABASE = "hub.mv.db";
  String ERASURES = "erasures";

  /** A backup that is made and not written out yet; to be closed. */
  interface Made extends AutoCloseable {
    /** The checkpoint that the backup holds at least. */
    Checkpoint checkpoint();

    /** Writes the ZIP. */
    void write(OutputStream out) throws IOException;

    @Override
    void close();
  }

  /**
   * Copies the database.
   *
   * @param erasures reads the journal of erasures; asked after the database was copied, so that no
   *     erasure is in the copy and not in the journal
   * @throws io.tongban.hub.ProblemException {@link io.tongban.hub.HubProblem#BACKUP_ELSEWHERE}
   *     where the database is no H2 file
   */
  Made make(Supplier<byte[]> erasures);
}
