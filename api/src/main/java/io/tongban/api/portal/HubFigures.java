package io.tongban.api.portal;

import io.tongban.certificates.Certificates;
import io.tongban.federation.DataServiceSpec;
import io.tongban.hub.Definitions;
import io.tongban.ledger.Ledger;
import io.tongban.registry.RecordStore;
import io.tongban.registry.Registry;
import io.tongban.registry.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The hub's figures, counted at most every few seconds however many people look. */
@ApplicationScoped
class HubFigures {
  private static final Duration FRESH = Duration.ofSeconds(5);
  static final int MOST_CERTIFICATES = 1000;
  private final Registry registry;
  private final RecordStore records;
  private final Definitions definitions;
  private final Certificates certificates;
  private final Ledger ledger;
  private final Clock clock;
  private Snapshot newest;

  @Inject
  HubFigures(
      Registry registry,
      RecordStore records,
      Definitions definitions,
      Certificates certificates,
      Ledger ledger,
      Clock clock) {
    this.registry = registry;
    this.records = records;
    this.definitions = definitions;
    this.certificates = certificates;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Figures at one time.
   *
   * @param recordsByResource records of each stored resource, by name; live ones are missing
   * @param certificates at most {@link #MOST_CERTIFICATES}
   */
  record Snapshot(
      Instant at,
      long resources,
      Map<String, Long> recordsByResource,
      long services,
      long certificates,
      long entries) {
    /** Stored records in all. */
    public long records() {
      return recordsByResource.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** The figures, at most a few seconds old. */
  synchronized Snapshot snapshot() {
    Instant now = clock.instant();
    if (newest == null || newest.at().plus(FRESH).isBefore(now)) {
      newest = count(now);
    }
    return newest;
  }

  private Snapshot count(Instant now) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Resource resource : registry.resources()) {
      if (!resource.live()) {
        counts.put(resource.name(), records.count(resource.name()));
      }
    }
    return new Snapshot(
        now,
        registry.resources().size(),
        counts,
        definitions.all(DataServiceSpec.class).size(),
        certificates.newest(null, null, MOST_CERTIFICATES).size(),
        ledger.size());
  }
}
