package io.tongban.api.cli;

import java.io.IOException;
import java.net.URI;

/** Nothing listens where the hub should be. */
final class NoHubException extends IOException {
  private static final long serialVersionUID = 1L;

  NoHubException(URI hub, Throwable cause) {
    super(
        "no hub answers at " + hub + "; start one with ./tongban run, or name it with --hub",
        cause);
  }
}
