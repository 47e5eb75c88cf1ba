package io.tongban.certificates.definition;

import io.tongban.access.ClientSpec;
import io.tongban.certificates.WalletSpec;
import io.tongban.certificates.jose.Jwks;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code kind: Wallet}. */
@ApplicationScoped
class WalletKind implements DefinitionKind<WalletSpec> {
  /** Schemes a browser would act on itself instead of opening a wallet. */
  private static final Set<String> NO_WALLETS =
      Set.of("javascript", "data", "vbscript", "file", "blob", "about", "view-source");

  @Override
  public String kind() {
    return "Wallet";
  }

  @Override
  public Class<WalletSpec> specType() {
    return WalletSpec.class;
  }

  @Override
  public void check(Definition<WalletSpec> definition, DefinitionView view, FaultSink faults) {
    WalletSpec spec = definition.spec();
    if (spec.clientId().isBlank() || spec.clientId().length() > 500) {
      faults.fault(
          "/spec/clientId", "the client_id is empty or too long", "write 1 to 500 characters");
    }
    view.all(WalletSpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()))
        .filter(other -> other.spec().clientId().equals(spec.clientId()))
        .findFirst()
        .ifPresent(
            other ->
                faults.fault(
                    "/spec/clientId",
                    "the Wallet " + other.name() + " has the same client_id",
                    "give each wallet a client_id of its own"));
    redirects(spec.redirectUris(), faults);
    keys("attesters", spec.attesters(), faults);
    keys("keyAttesters", spec.keyAttesters(), faults);
  }

  private static void keys(String member, ClientSpec.KeySet set, FaultSink faults) {
    if (set == null) {
      return;
    }
    List<Map<String, Object>> keys = set.keys();
    if (keys.isEmpty()) {
      faults.fault(
          "/spec/" + member + "/keys",
          "nobody attests the wallet",
          "give a key or leave " + member + " out");
    }
    for (int i = 0; i < keys.size(); i++) {
      if (Jwks.p256(CanonicalJson.mapper().valueToTree(keys.get(i))).isEmpty()) {
        faults.fault(
            "/spec/" + member + "/keys/" + i,
            "the key is not a public P-256 key",
            "give kty, crv, x and y of a key on P-256, without d");
      }
    }
  }

  private static void redirects(List<String> uris, FaultSink faults) {
    if (uris.isEmpty()) {
      faults.fault("/spec/redirectUris", "there is no redirect URI", "give at least one");
    }
    for (int i = 0; i < uris.size(); i++) {
      if (!leadsToAWallet(uris.get(i))) {
        faults.fault(
            "/spec/redirectUris/" + i,
            "nobody can be sent back to " + uris.get(i),
            "write an absolute https URI, or one of a private scheme, without a fragment (http for"
                + " localhost only)");
      }
    }
  }

  private static boolean leadsToAWallet(String text) {
    try {
      URI uri = new URI(text);
      if (!uri.isAbsolute() || uri.getFragment() != null || text.length() > 1000) {
        return false;
      }
      return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
        case "https" -> uri.getHost() != null && uri.getUserInfo() == null;
        case "http" -> "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost());
        default -> !NO_WALLETS.contains(uri.getScheme().toLowerCase(Locale.ROOT));
      };
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
