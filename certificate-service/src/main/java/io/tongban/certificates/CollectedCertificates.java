package io.tongban.certificates;

import io.tongban.access.Actor;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.hub.Label;
import io.tongban.ledger.Receipt;
import java.time.Instant;
import java.util.UUID;

/**
 * Certificates that an authority sealed in a system of its own: collected 归集 with their file, and
 * from then on served like those the hub issues. {@link Certificates#changeStatus} does the acts of
 * law to them.
 */
public interface CollectedCertificates {
  /** The largest file that is taken, in bytes: 10 MiB. */
  int MAX_FILE = 10 << 20;

  /** An {@code expires} at or after this is that of a certificate without an end 长期. */
  Instant NO_END = Instant.parse("9999-12-30T00:00:00Z");

  /**
   * Collects a certificate. The file is looked over, the collection recorded, and only then does
   * the certificate exist. The same file under the same identifier again changes nothing and gives
   * what the first time gave.
   *
   * @param actor a client of the type's authority with role issuer
   * @param type name of a collected CertificateType
   * @param file the sealed file, at most {@link #MAX_FILE} bytes
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#NOT_ISSUING_AUTHORITY},
   *     {@link CertificateProblem#TYPE_ISSUED_HERE}, {@link CertificateProblem#COLLECTION_INVALID},
   *     {@link CertificateProblem#FILE_UNFIT}, {@link CertificateProblem#SEAL_UNFIT}, {@link
   *     CertificateProblem#COLLECTED_OTHERWISE}; the judge's refusal
   */
  Collection collect(
      Actor actor, String type, CollectedMetadata metadata, String mediaType, byte[] file);

  /**
   * Verifies a file 文件核验: whether exactly these bytes were collected here, and how the certificate
   * stands now. Tells nothing of what the certificate says.
   *
   * @param actor who asks
   * @param file the presented file
   * @param caseReference the case it is asked for, or null
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#FILE_UNFIT} for no or too
   *     large a file; the judge's refusal
   */
  FileVerification verifyFile(Actor actor, byte[] file, String purpose, String caseReference);

  /**
   * A collection.
   *
   * @param seal what was found about the file's seal; null where none was looked at
   * @param sha256 lower-case hex digest of the file
   * @param sm3 lower-case hex digest of the file by GB/T 32905
   * @param receipt of the collection; null where the certificate was collected before, whose
   *     receipt is named by {@code certificate}
   */
  record Collection(
      Issued certificate,
      String mediaType,
      String sha256,
      String sm3,
      SealFound seal,
      Receipt receipt) {}

  /**
   * The seal or signature of a file that held.
   *
   * @param signer subject of the signer's certificate
   * @param certificateSha256 lower-case hex digest of the signer's certificate
   * @param sealed when, as the seal itself tells
   */
  record SealFound(String signer, String certificateSha256, Instant sealed) {}

  /**
   * A verified file.
   *
   * @param collected whether exactly these bytes were collected; the next members are null where
   *     not
   * @param verdict VALID, EXPIRED, REVOKED or SUSPENDED
   * @param act the act that ended or suspended it, or null
   * @param sha256 lower-case hex digest of the presented file
   */
  record FileVerification(
      boolean collected,
      Verdict verdict,
      Act act,
      String type,
      UUID certificate,
      String identifier,
      String sha256,
      Label message,
      Receipt receipt) {}
}
