package io.tongban.certificates.federation;

import java.util.Locale;

/** A trust chain or trust mark that does not hold. */
public final class ChainException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Fault {
    /** An entity could not be asked, or its answer was none. */
    UNREACHABLE,
    /** An address that no Source of the anchor declares. */
    UNDECLARED_HOST,
    /** A statement or mark that cannot be read, or lacks what it must have. */
    MALFORMED,
    /** A signature of another key, or of none. */
    SIGNATURE,
    /** It is about another entity, or of another, than was asked for. */
    SUBJECT,
    /** Its term is over. */
    EXPIRED,
    /** Its term has not begun. */
    NOT_YET_VALID,
    /** It demands something that is not understood here. */
    CRITICAL,
    /** No way leads to the anchor. */
    NO_PATH,
    /** A way leads back to where it was. */
    LOOP,
    /** A chain longer than a superior, or this hub, allows. */
    PATH_TOO_LONG,
    /** An entity identifier outside the names a superior allows. */
    NAME_NOT_PERMITTED,
    /** Metadata policies that contradict each other, or metadata that breaks them. */
    POLICY,
    /** There is no trust mark of that type. */
    MARK_MISSING,
    /** The trust mark's issuer may not issue that type. */
    MARK_ISSUER,
    /** The trust mark allows another type of certificate. */
    MARK_SCOPE,
    /** The trust mark's issuer says that it is not active. */
    MARK_WITHDRAWN;

    /** As it is told: lower case with hyphens. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Fault fault;

  ChainException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  ChainException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** What is wrong. */
  public Fault fault() {
    return fault;
  }
}
