package io.tongban.hub.jdbc;

import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The drivers of sources' databases: the hub's own, and those whose JARs the operator has put into
 * a folder. These have a class loader of their own that sees the JDK and each other, not the hub.
 */
public final class SourceDrivers {
  private final Path folder;
  private List<String> loadedFrom = List.of();
  private ClassLoader loaded;

  /**
   * Drivers in a folder.
   *
   * @param folder may be missing; looked at whenever a pool is made
   */
  public SourceDrivers(Path folder) {
    this.folder = folder;
  }

  /**
   * The driver of a source's database.
   *
   * @param url its JDBC URL, variables filled in
   * @throws ProblemException {@link HubProblem#DRIVER_MISSING}
   */
  public Class<? extends Driver> driver(String source, String url) {
    return added(source, url)
        .or(() -> find(SourceDrivers.class.getClassLoader(), source, url))
        .orElseThrow(() -> missing(source, url));
  }

  private ProblemException missing(String source, String url) {
    String product = SourcePool.product(url);
    return HubProblem.DRIVER_MISSING
        .problem(
            "there is no JDBC driver for the source \"%s\" (%s): put %s into the folder drivers of"
                    .formatted(source, product, jar(product))
                + " the hub's data directory; no restart is needed")
        .with("source", source)
        .with("product", product);
  }

  private static String jar(String product) {
    return switch (product) {
      case "mariadb" -> "mariadb-java-client-3.x.jar (Maven: org.mariadb.jdbc)";
      case "mysql" -> "mysql-connector-j-9.x.jar (Maven: com.mysql)";
      case "sqlserver" -> "mssql-jdbc-12.x.jre11.jar or later (Maven: com.microsoft.sqlserver)";
      case "duckdb" -> "duckdb_jdbc-1.x.jar (Maven: org.duckdb)";
      case "oracle" -> "ojdbc11.jar (Maven: com.oracle.database.jdbc)";
      default -> "the JAR of that database's driver";
    };
  }

  private synchronized Optional<Class<? extends Driver>> added(String source, String url) {
    List<Path> jars = jars();
    if (jars.isEmpty()) {
      return Optional.empty();
    }
    List<String> found = jars.stream().map(SourceDrivers::version).toList();
    if (loaded == null || !found.equals(loadedFrom)) {
      loaded = new URLClassLoader(urls(jars), ClassLoader.getPlatformClassLoader());
      loadedFrom = found;
    }
    return find(loaded, source, url);
  }

  private List<Path> jars() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw HubProblem.DRIVER_MISSING.problem("the folder drivers cannot be read", e);
    }
  }

  private static String version(Path jar) {
    try {
      return jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar);
    } catch (IOException e) {
      throw HubProblem.DRIVER_MISSING.problem(
          jar.getFileName() + " in the folder drivers cannot be read", e);
    }
  }

  private static URL[] urls(List<Path> jars) {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      try {
        urls.add(jar.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalStateException("a file has a URL", e);
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static Optional<Class<? extends Driver>> find(
      ClassLoader loader, String source, String url) {
    try {
      for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
        if (driver.acceptsURL(url)) {
          return Optional.of(driver.getClass());
        }
      }
      return Optional.empty();
    } catch (ServiceConfigurationError | SQLException | LinkageError broken) {
      throw HubProblem.DRIVER_MISSING
          .problem(
              "a JAR in the folder drivers cannot be used, so the source \"" + source + "\" cannot",
              broken)
          .with("source", source);
    }
  }
}
