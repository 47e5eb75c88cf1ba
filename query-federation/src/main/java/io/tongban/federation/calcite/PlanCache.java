package io.tongban.federation.calcite;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.ExecutionError;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.tongban.hub.DefinitionsChanged;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Compiled plans, bounded. One plan serves every caller of a policy shape. */
@ApplicationScoped
class PlanCache {
  private static final int MOST_PLANS = 512;
  private static final List<String> SHAPING = List.of("Resource", "DataElement", "Source");

  private final HubDatabases databases;
  private final AtomicLong catalogue = new AtomicLong();
  private final Cache<Key, CompiledQuery> plans =
      CacheBuilder.newBuilder().maximumSize(MOST_PLANS).build();

  /**
   * What a plan is good for.
   *
   * @param text SQL, or the name of a service
   * @param version of the service, or -1 for ad hoc SQL
   * @param shape policy shape of the grant
   * @param catalogue version of what the tables look like
   */
  private record Key(String text, long version, String shape, long catalogue) {
    // written out: a record's own are called through method handles, and this is on every request
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && version == key.version
          && catalogue == key.catalogue
          && text.equals(key.text)
          && shape.equals(key.shape);
    }

    @Override
    public int hashCode() {
      return 31 * text.hashCode() + shape.hashCode();
    }
  }

  @Inject
  PlanCache(HubDatabases databases) {
    this.databases = databases;
  }

  /** A plan made for other tables must not be used again. */
  void changed(@Observes DefinitionsChanged change) {
    if (SHAPING.stream().anyMatch(change::touches)) {
      catalogue.incrementAndGet();
      databases.forget();
      plans.invalidateAll();
    }
  }

  CompiledQuery plan(String text, long version, String shape, Supplier<CompiledQuery> compile) {
    try {
      return plans.get(new Key(text, version, shape, catalogue.get()), compile::get);
    } catch (UncheckedExecutionException e) {
      throw e.getCause() instanceof ProblemException problem ? problem : e;
    } catch (ExecutionException | ExecutionError e) {
      throw new IllegalStateException("a query could not be compiled", e.getCause());
    }
  }

  /** Grows when tables may have changed. */
  long version() {
    return catalogue.get();
  }
}
