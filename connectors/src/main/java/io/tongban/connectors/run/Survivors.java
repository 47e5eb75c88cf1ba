package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.format.RawRow;
import io.tongban.connectors.format.RowReader.InputBytes;
import io.tongban.connectors.format.RowReaders;
import io.tongban.connectors.format.RowSink;
import io.tongban.connectors.mapping.Mapped;
import io.tongban.connectors.mapping.RowFilter;
import io.tongban.connectors.mapping.RowMapper;
import io.tongban.hub.CanonicalJson;
import io.tongban.registry.Column;
import io.tongban.registry.StandardRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Which row of a batch stays where several have one key. The kept input is read twice before it is
 * loaded: first to see which keys may come again (in bits of their hashes, so that memory does not
 * grow with the batch), then to choose among the rows of those keys alone.
 */
final class Survivors {
  private static final Survivors NONE = new Survivors(Map.of());

  /** 4 MiB of bits: of 10 million keys a third looks repeated by chance, and is only looked at. */
  private static final int BITS = 1 << 25;

  private final Map<String, Best> best;

  private Survivors(Map<String, Best> best) {
    this.best = best;
  }

  /** The best row of a key so far. */
  private record Best(Rank rank, long row) {}

  /**
   * How good a row is.
   *
   * @param number larger is better
   * @param value larger is better among equal numbers; null is worst
   */
  private record Rank(long number, Object value) {
    boolean betterThan(Rank other) {
      return number != other.number ? number > other.number : compare(value, other.value) > 0;
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other) {
      if (one == null || other == null) {
        return Boolean.compare(one != null, other != null);
      }
      return one.getClass() == other.getClass()
          ? ((Comparable<Object>) one).compareTo(other)
          : one.toString().compareTo(other.toString());
    }
  }

  /**
   * Finds them.
   *
   * @param input as it is kept
   * @param mappers makes a mapper whose counts nobody reads
   */
  static Survivors find(LoadPlan plan, InputBytes input, Supplier<RowMapper> mappers)
      throws IOException {
    ConnectorSpec.Survivorship rule = plan.spec().survivorship();
    if (rule == null || "first".equals(rule.keep())) {
      return NONE;
    }
    BitSet seen = new BitSet(BITS);
    BitSet again = new BitSet(BITS);
    each(
        plan,
        input,
        mappers.get(),
        (row, standard) -> {
          int bit = bit(standard.key());
          if (seen.get(bit)) {
            again.set(bit);
          }
          seen.set(bit);
        });
    Map<String, Best> best = new HashMap<>();
    Ranking ranking = new Ranking(plan, rule);
    each(
        plan,
        input,
        mappers.get(),
        (row, standard) -> {
          if (again.get(bit(standard.key()))) {
            Best candidate = new Best(ranking.of(row, standard), row.number());
            best.merge(standard.key(), candidate, (a, b) -> b.rank().betterThan(a.rank()) ? b : a);
          }
        });
    return new Survivors(best);
  }

  /** The row that stays instead of this one; nothing if this one may stay. */
  OptionalLong insteadOf(StandardRecord standard) {
    Best chosen = best.get(standard.key());
    return chosen == null || chosen.row() == standard.row()
        ? OptionalLong.empty()
        : OptionalLong.of(chosen.row());
  }

  private static int bit(String key) {
    return ByteBuffer.wrap(CanonicalJson.sha256(List.of(key))).getInt() & (BITS - 1);
  }

  private static void each(
      LoadPlan plan,
      InputBytes input,
      RowMapper mapper,
      BiConsumer<RawRow, StandardRecord> consumer)
      throws IOException {
    RowFilter filter = new RowFilter(plan.spec().where());
    RowReaders.of(plan.spec().input())
        .read(
            input,
            new RowSink() {
              @Override
              public void header(List<String> header) {
                ColumnsGuard.check(RowMapper.columns(plan.spec()), header);
              }

              @Override
              public boolean row(RawRow row) {
                if (row.fault().isEmpty()
                    && filter.test(row.values())
                    && mapper.map(row) instanceof Mapped.Accepted accepted) {
                  consumer.accept(row, accepted.standardRecord());
                }
                return true;
              }
            });
  }

  /** Ranks rows as a rule says. */
  private static final class Ranking {
    private final ConnectorSpec.Survivorship rule;
    private final int item;

    Ranking(LoadPlan plan, ConnectorSpec.Survivorship rule) {
      this.rule = rule;
      this.item = item(plan, rule.by());
    }

    /** The item that the column fills as it is, whose values compare as what they are; else -1. */
    private static int item(LoadPlan plan, String column) {
      List<Column> columns = plan.resource().columns();
      for (ConnectorSpec.FieldMapping field : plan.spec().fields()) {
        if (column != null && column.equals(field.from())) {
          for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(field.item())) {
              return i;
            }
          }
        }
      }
      return -1;
    }

    Rank of(RawRow row, StandardRecord standard) {
      return switch (rule.keep()) {
        case "last" -> new Rank(row.number(), null);
        case "latest" -> new Rank(0, value(row, standard));
        case "most-complete" ->
            new Rank(standard.values().stream().filter(Objects::nonNull).count(), null);
        default -> new Rank(-place(row), null);
      };
    }

    private Object value(RawRow row, StandardRecord standard) {
      return item >= 0 ? standard.values().get(item) : row.values().get(rule.by());
    }

    private int place(RawRow row) {
      String value = row.values().get(rule.by());
      int place = value == null ? -1 : rule.order().indexOf(value.strip());
      return place < 0 ? rule.order().size() : place;
    }
  }
}
