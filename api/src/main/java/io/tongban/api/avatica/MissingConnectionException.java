package io.tongban.api.avatica;

/** The client has no such connection; its driver may open one again by itself. */
final class MissingConnectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
