package io.tongban.certificates.dcql;

/** A query that is none, or an answer that does not answer it. The message holds no claim value. */
public final class DcqlException extends Exception {
  private static final long serialVersionUID = 1L;

  /** At that place, JSON Pointer (RFC 6901), is that fault. */
  DcqlException(String pointer, String fault) {
    super((pointer.isEmpty() ? "the query" : pointer) + " " + fault);
  }

  /** With that message. */
  public DcqlException(String message) {
    super(message);
  }
}
