package io.tongban.api.auditor;

import io.tongban.api.ApiProblem;
import io.tongban.api.TongbanConfig;
import io.tongban.ledger.AnchorSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;

/** The chain to anchor on, from the keys {@code tongban.anchor.*}. */
@ApplicationScoped
class AnchorComposition {
  private final Map<String, String> anchor;

  @Inject
  AnchorComposition(TongbanConfig config) {
    this.anchor = config.anchor();
  }

  /** The settings, or null where no chain is configured. */
  @Produces
  @Dependent
  AnchorSettings settings() {
    String url = anchor.get("rpc-url");
    if (url == null || url.isBlank()) {
      return null;
    }
    try {
      return new AnchorSettings(
          URI.create(url.strip()),
          Long.parseLong(anchor.getOrDefault("chain-id", "").strip()),
          anchor.getOrDefault("key", "").strip(),
          anchor.get("contract"),
          Integer.parseInt(anchor.getOrDefault("confirmations", "0").strip()));
    } catch (IllegalArgumentException e) {
      throw ApiProblem.SETTINGS_UNSAFE.problem(
          "tongban.anchor.rpc-url, .chain-id or .confirmations cannot be read", e);
    }
  }
}
