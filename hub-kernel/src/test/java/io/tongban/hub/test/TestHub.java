package io.tongban.hub.test;

import io.tongban.hub.ApplyReport;
import io.tongban.hub.DefinitionArchive;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The modules on the class path, wired as the application wires them (CDI), on a fresh database.
 * Test base of every module:
 *
 * <pre>{@code
 * try (TestHub hub = TestHub.onH2()) {
 *   hub.get(Registry.class)…
 * }
 * }</pre>
 */
public final class TestHub implements AutoCloseable {
  private static volatile HubSettings settings;
  private static final MutableClock CLOCK = new MutableClock();
  private static EmbeddedPostgres postgres;
  private static final URI DEFAULT_URL = URI.create("http://hub.test");
  private static Class<?>[] further = new Class<?>[0];
  private static URI publicUrl = DEFAULT_URL;
  private static final String DEFAULT_ORIGIN = "hub.test/ledger";
  private static String origin = DEFAULT_ORIGIN;
  private static boolean direct;

  private final SeContainer container;

  private TestHub(SeContainer container) {
    this.container = container;
  }

  /** On an H2 database in memory. */
  public static TestHub onH2() {
    return start("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", folder());
  }

  /** On an H2 database file in that folder; a second start finds what the first left. */
  public static TestHub onH2(Path data) {
    return start("jdbc:h2:file:" + data.resolve("hub"), data);
  }

  /** On a fresh database of an embedded PostgreSQL, which is started once per JVM. */
  public static TestHub onPostgres() {
    return start(postgresUrl(), folder());
  }

  /** On the given database. */
  public static TestHub start(String databaseUrl, Path data) {
    settings = new HubSettings(publicUrl, "GB", origin, ZoneId.of("UTC"), data, databaseUrl, true);
    publicUrl = DEFAULT_URL;
    origin = DEFAULT_ORIGIN;
    CLOCK.reset();
    SeContainerInitializer initializer =
        SeContainerInitializer.newInstance()
            .addProperty("org.jboss.weld.construction.relaxed", true)
            // as in the application, a call between beans is a call, without reflection
            .addProperty("org.jboss.weld.injection.injectableReferenceOptimization", true)
            .addBeanClasses(Beans.class, TestVariables.class)
            .addBeanClasses(further);
    further = new Class<?>[0];
    SeContainer container = initializer.initialize();
    // now: of several hubs in one test each keeps its own settings
    container.select(HubSettings.class).get();
    if (direct) {
      direct = false;
      makeAll(container.getBeanManager());
    }
    return new TestHub(container);
  }

  private static void makeAll(BeanManager manager) {
    Set<Bean<?>> made = new HashSet<>();
    manager.getBeans(Object.class, Any.Literal.INSTANCE).forEach(bean -> make(manager, bean, made));
  }

  private static void make(BeanManager manager, Bean<?> bean, Set<Bean<?>> made) {
    if (!made.add(bean)) {
      return;
    }
    for (InjectionPoint point : bean.getInjectionPoints()) {
      Annotation[] qualifiers = point.getQualifiers().toArray(Annotation[]::new);
      Bean<?> needed = manager.resolve(manager.getBeans(point.getType(), qualifiers));
      if (needed != null) {
        make(manager, needed, made);
      }
    }
    if (bean.getScope().equals(ApplicationScoped.class)) {
      inContext(manager, bean);
    }
  }

  private static <T> void inContext(BeanManager manager, Bean<T> bean) {
    manager.getContext(ApplicationScoped.class).get(bean, manager.createCreationalContext(bean));
  }

  /** JDBC URL of a new, empty PostgreSQL database. */
  public static synchronized String postgresUrl() {
    try {
      if (postgres == null) {
        postgres = EmbeddedPostgres.builder().start();
      }
      String name = "t" + UUID.randomUUID().toString().replace("-", "");
      try (var connection = postgres.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      return postgres.getJdbcUrl("postgres", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("tongban-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds beans of a test, such as job handlers or kinds, to the hub that is started next. */
  public static void beans(Class<?>... classes) {
    further = classes.clone();
  }

  /** Where the hub that is started next is reached; {@code http://hub.test} is nowhere. */
  public static void publicUrl(URI url) {
    publicUrl = url;
  }

  /** The name of the log of the hub that is started next; {@code hub.test/ledger} by default. */
  public static void origin(String name) {
    origin = name;
  }

  /**
   * Makes all beans of the hub that is started next at once, each after those it calls, and so that
   * calls between them are plain calls, nearly as in the application. Those to a bean that does not
   * exist yet go through a proxy, which calls methods that are not public by reflection: for
   * measurements.
   */
  public static void direct() {
    direct = true;
  }

  /**
   * Sets variables that {@code ${NAME}} in definitions stands for; before the start or later. They
   * hold until the hub is closed.
   */
  public static void variables(Map<String, String> values) {
    TestVariables.set(values);
  }

  /** Applies the definitions below a folder, with their attachments. */
  public ApplyReport apply(Path directory) {
    return get(Definitions.class).apply(DefinitionArchive.ofDirectory(directory), false);
  }

  /** Applies YAML documents, as if they stood in a file {@code test.yaml}. */
  public ApplyReport apply(String yaml) {
    return apply(yaml, Map.of());
  }

  /** Applies YAML documents of a file {@code test.yaml} with attachments beside it. */
  public ApplyReport apply(String yaml, Map<String, byte[]> attachments) {
    List<DefinitionFile> files = new ArrayList<>();
    files.add(new DefinitionFile("test.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
    attachments.forEach((name, bytes) -> files.add(new DefinitionFile(name, bytes)));
    return get(Definitions.class).apply(files, false);
  }

  /** A bean of the hub. */
  public <T> T get(Class<T> type) {
    return container.select(type).get();
  }

  /** The hub's clock: stands at 2026-01-15T08:00:00Z until moved. */
  public MutableClock clock() {
    return CLOCK;
  }

  /** The settings this hub runs with. */
  public HubSettings settings() {
    return get(HubSettings.class);
  }

  @Override
  public void close() {
    container.close();
    TestVariables.clear();
  }

  /** What the composition root makes in the application. */
  @ApplicationScoped
  static class Beans {
    private final HubSettings own = settings;

    @Produces
    HubSettings settings() {
      return own;
    }

    @Produces
    Clock clock() {
      return CLOCK;
    }
  }
}
