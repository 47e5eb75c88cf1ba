package io.tongban.certificates.sdjwt;

/** An SD-JWT that is not one, or whose disclosures do not belong to it. */
public final class SdJwtException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Fault {
    /** It cannot be read. */
    MALFORMED,
    /** RFC 9901, section 7.1: its disclosures and digests do not fit together. */
    DISCLOSURES
  }

  private final Fault fault;

  public SdJwtException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public SdJwtException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** What is wrong. */
  public Fault fault() {
    return fault;
  }
}
