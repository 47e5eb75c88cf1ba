package io.tongban.api.portal;

import io.tongban.hub.Cursor;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many entries of which type the ledger has a day, in the hub's zone. Counts what is new since
 * the last question, and says so where that is too much to count.
 */
@ApplicationScoped
class LedgerFigures {
  /** Days that are kept. */
  static final int DAYS = 7;

  /** Most entries read for one question. */
  static final int MOST = 5000;

  private static final int PAGE = 500;
  private final Ledger ledger;
  private final HubSettings settings;
  private final Clock clock;
  private final NavigableMap<LocalDate, Map<EntryType, Long>> days = new TreeMap<>();
  private long counted;
  private boolean partial;

  @Inject
  LedgerFigures(Ledger ledger, HubSettings settings, Clock clock) {
    this.ledger = ledger;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The last days' counts.
   *
   * @param days by day, oldest first, every one of the last {@link #DAYS}
   * @param partial whether older entries were too many to be counted
   */
  record Use(NavigableMap<LocalDate, Map<EntryType, Long>> days, boolean partial) {
    long on(LocalDate day, EntryType... types) {
      Map<EntryType, Long> counts = days.getOrDefault(day, Map.of());
      long sum = 0;
      for (EntryType type : types) {
        sum += counts.getOrDefault(type, 0L);
      }
      return sum;
    }

    long all(EntryType type) {
      return days.keySet().stream().mapToLong(day -> on(day, type)).sum();
    }
  }

  /** The counts now. */
  synchronized Use use() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), settings.zone());
    LocalDate first = today.minusDays(DAYS - 1L);
    days.headMap(first).clear();
    readNew(first);
    NavigableMap<LocalDate, Map<EntryType, Long>> copy = new TreeMap<>();
    for (LocalDate day = first; !day.isAfter(today); day = day.plusDays(1)) {
      copy.put(day, Map.copyOf(days.getOrDefault(day, empty())));
    }
    return new Use(copy, partial);
  }

  private static Map<EntryType, Long> empty() {
    return new EnumMap<>(EntryType.class);
  }

  private void readNew(LocalDate first) {
    long until = counted;
    long newest = counted;
    Cursor after = null;
    for (int read = 0; read < MOST; read += PAGE) {
      List<Ledger.Recorded> page = ledger.newest(null, null, after, PAGE);
      for (Ledger.Recorded entry : page) {
        if (entry.index() < until || !count(entry, first)) {
          counted = newest;
          return;
        }
        newest = Math.max(newest, entry.index() + 1);
      }
      if (page.size() < PAGE) {
        counted = newest;
        return;
      }
      after = new Cursor(List.of(Long.toString(page.get(PAGE - 1).index())));
    }
    counted = newest;
    partial = true;
  }

  private boolean count(Ledger.Recorded entry, LocalDate first) {
    LocalDate day = LocalDate.ofInstant(entry.at(), settings.zone());
    if (day.isBefore(first)) {
      return false;
    }
    days.computeIfAbsent(day, d -> empty()).merge(entry.type(), 1L, Long::sum);
    return true;
  }
}
