package io.tongban.certificates.dcql;

/** A query that is none, or an answer that does not answer it. The message holds no claim value. */
public final class DcqlException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String pointer;

  /** At that place, JSON Pointer (RFC 6901), is that fault. */
  DcqlException(String pointer, String fault) {
    super((pointer.isEmpty() ? "the query" : pointer) + " " + fault);
    this.pointer = pointer;
  }

  /** An answer's fault. */
  public DcqlException(String message) {
    super(message);
    this.pointer = "";
  }

  /** Where in the query it is, JSON Pointer (RFC 6901); empty for the whole. */
  public String pointer() {
    return pointer;
  }
}
