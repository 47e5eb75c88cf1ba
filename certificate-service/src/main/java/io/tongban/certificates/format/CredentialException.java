package io.tongban.certificates.format;

/** A presentation that cannot be read, or whose content does not belong to its signature. */
public final class CredentialException extends Exception {
  private static final long serialVersionUID = 1L;

  public CredentialException(String message) {
    super(message);
  }

  public CredentialException(String message, Throwable cause) {
    super(message, cause);
  }
}
