package io.tongban.hub.outbound;

import io.tongban.hub.HubProblem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses JDBC URLs whose parameters make a driver load classes, run scripts, read files or ask a
 * directory. Names are judged however the driver would read them: any case, percent-encoded, and in
 * every place where one of the products takes parameters.
 */
final class JdbcUrlGuard {
  /** Parameters by their whole name. */
  private static final Set<String> REFUSED =
      Set.of(
          // H2
          "init",
          "database_event_listener",
          "trace_level_file",
          "trace_level_system_out",
          "authrealm",
          // PostgreSQL
          "service",
          "loggerfile",
          "jaasapplicationname",
          "gsslib",
          // MySQL and MariaDB
          "autodeserialize",
          "initsql",
          "sessionvariables",
          "galeraallowedstate",
          "localsocket",
          "pipe",
          "serverrsapublickeyfile",
          "useconfigs",
          "clientcertificatekeystoreurl",
          "trustcertificatekeystoreurl",
          "logger",
          "credentialtype",
          // SQL Server
          "jaasconfigurationname",
          "truststore",
          "keystorelocation",
          "clientcertificate",
          "clientkey",
          "servercertificate",
          // Oracle
          "tns_admin",
          "wallet_location",
          "my_wallet_directory");

  /** Parts of names: classes and code to be loaded, files of the hub's machine, directories. */
  private static final List<String> REFUSED_PARTS =
      List.of(
          "factory",
          "class",
          "interceptor",
          "callback",
          "plugin",
          "listener",
          "localinfile",
          "urlinlocal",
          "transform",
          "handler",
          "hostnameverifier",
          "constructorarg",
          "balancestrategy",
          "oracle.net.",
          "oracle.jdbc.provider",
          "javax.net.ssl",
          "java.naming");

  /** Oracle's other ways to a database: directories and configuration services. */
  private static final List<String> REFUSED_ADDRESSES =
      List.of("@ldap:", "@ldaps:", "@http:", "@https:", "@config-", "jdbc:mysql+srv:");

  /** DuckDB reads any file it is asked for: the hub makes its URL and its bounds itself. */
  private static final String FILES = "jdbc:duckdb:";

  private JdbcUrlGuard() {}

  static void check(String source, String url) {
    if (!url.startsWith("jdbc:")) {
      throw refused(source, "its URL does not begin with jdbc:");
    }
    String plain = decoded(url).toLowerCase(Locale.ROOT);
    if (plain.startsWith(FILES)) {
      throw refused(source, "its files are declared as tables of a file source, not by a JDBC URL");
    }
    for (String address : REFUSED_ADDRESSES) {
      if (plain.replace(" ", "").contains(address)) {
        throw refused(source, "its JDBC URL may not lead to \"" + address + "\"");
      }
    }
    for (String parameter : plain.split("[;?&(),{}]", -1)) {
      int equals = parameter.indexOf('=');
      String name = (equals < 0 ? parameter : parameter.substring(0, equals)).strip();
      if (REFUSED.contains(name) || equals >= 0 && refusedPart(name)) {
        throw refused(source, "its JDBC URL may not set \"" + name + "\"");
      }
    }
  }

  private static boolean refusedPart(String name) {
    return REFUSED_PARTS.stream().anyMatch(name::contains);
  }

  /** Twice would be one more time than any driver does. */
  private static String decoded(String url) {
    try {
      return URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return url;
    }
  }

  private static RuntimeException refused(String source, String why) {
    return HubProblem.OUTBOUND_REFUSED.problem("the source \"" + source + "\": " + why);
  }
}
