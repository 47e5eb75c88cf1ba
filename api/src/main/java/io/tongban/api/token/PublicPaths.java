package io.tongban.api.token;

/** Which paths of the REST interface need no token. Everything else below {@code /v1/} does. */
final class PublicPaths {
  private static final String[] TREES = {
    "/v1/schemas",
    "/v1/directory",
    "/v1/elements",
    "/v1/code-lists",
    "/v1/search",
    "/v1/exchange",
    "/v1/ledger/proofs",
  };
  private static final String LEDGER_KEY = "/v1/ledger/key";
  private static final String LEDGER_KEYS = "/v1/ledger/keys";
  private static final String WITNESS_KEY = "/v1/ledger/witness-key";
  private static final String GOVERNED = "/v1/";

  private PublicPaths() {}

  /**
   * Whether a request needs a token. Pages, wallets and static tiles lie outside {@code /v1/} and
   * have rules of their own.
   *
   * @param path raw path from the root, with its leading slash
   */
  static boolean needsToken(String path) {
    if (!path.startsWith(GOVERNED)) {
      return false;
    }
    for (String tree : TREES) {
      if (path.equals(tree) || path.startsWith(tree + "/")) {
        return false;
      }
    }
    return !path.equals(LEDGER_KEY) && !path.equals(LEDGER_KEYS) && !path.equals(WITNESS_KEY);
  }
}
