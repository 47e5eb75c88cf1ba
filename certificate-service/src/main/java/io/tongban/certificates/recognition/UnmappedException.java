package io.tongban.certificates.recognition;

/** A foreign claim that a record's rules cannot turn into the own one. */
final class UnmappedException extends Exception {
  private static final long serialVersionUID = 1L;

  UnmappedException(String claim, Throwable cause) {
    super("claim-not-mapped:" + claim, cause);
  }
}
