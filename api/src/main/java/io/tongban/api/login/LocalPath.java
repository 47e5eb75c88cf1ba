package io.tongban.api.login;

import java.net.URI;

/** Paths of this portal that a browser may be sent to. */
public final class LocalPath {
  private LocalPath() {}

  /**
   * The path if it leads to a page of this portal, else {@code /}: what comes with a request must
   * not send anybody to another site.
   */
  public static URI of(String path) {
    if (path == null
        || !path.matches("/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")
        || path.startsWith("//")) {
      return URI.create("/");
    }
    try {
      return URI.create(path);
    } catch (IllegalArgumentException e) {
      return URI.create("/");
    }
  }
}
