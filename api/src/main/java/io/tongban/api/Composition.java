package io.tongban.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tongban.access.ErasureSettings;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** What the modules need from their surroundings: settings, the time, the JSON mapper. */
@ApplicationScoped
class Composition {
  private static final Logger LOG = Logger.getLogger(Composition.class);
  private final TongbanConfig config;

  @Inject
  Composition(TongbanConfig config) {
    this.config = config;
  }

  /**
   * Nothing can be made without these, so unsafe settings stop the start before anything is
   * written.
   */
  @Produces
  @Singleton
  HubSettings settings() {
    List<String> faults = SettingsGuard.faults(config);
    if (!faults.isEmpty()) {
      faults.forEach(LOG::error);
      throw ApiProblem.SETTINGS_UNSAFE.problem(String.join("; ", faults));
    }
    Path data = config.data().toAbsolutePath().normalize();
    URI publicUrl = withoutSlash(config.publicUrl());
    return new HubSettings(
        publicUrl,
        config.region(),
        config
            .origin()
            .orElseGet(() -> LedgerOrigin.kept(data, publicUrl.getAuthority() + "/ledger")),
        config.zone(),
        data,
        config.database().orElseGet(() -> "jdbc:h2:file:" + data.resolve("hub")),
        config.example());
  }

  /** Outside of the database and its backups; several nodes share one file. */
  @Produces
  @Singleton
  ErasureSettings erasures(HubSettings settings) {
    return new ErasureSettings(
        config
            .erasures()
            .map(file -> file.toAbsolutePath().normalize())
            .orElseGet(() -> settings.dataDirectory().resolve("erasures")));
  }

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  /** The edge reads and writes JSON as the hub hashes it: unknown members are refused. */
  @Produces
  @Singleton
  ObjectMapper mapper() {
    return CanonicalJson.mapper().copy();
  }

  private static URI withoutSlash(URI url) {
    String text = url.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
  }
}
