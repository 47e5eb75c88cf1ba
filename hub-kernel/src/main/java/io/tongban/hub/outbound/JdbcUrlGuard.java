package io.tongban.hub.outbound;

import io.tongban.hub.HubProblem;
import java.util.Locale;
import java.util.Set;

/** Refuses JDBC URLs whose parameters make a driver load classes, run scripts or read files. */
final class JdbcUrlGuard {
  private static final Set<String> REFUSED =
      Set.of(
          "init",
          "socketfactory",
          "socketfactoryarg",
          "sslfactory",
          "sslfactoryarg",
          "sslhostnameverifier",
          "sslpasswordcallback",
          "authenticationpluginclassname",
          "loggerfile",
          "autodeserialize",
          "allowloadlocalinfile",
          "allowurlinlocalinfile",
          "allowlocalinfile",
          "queryinterceptors",
          "statementinterceptors",
          "database_event_listener",
          "trace_level_file");

  private JdbcUrlGuard() {}

  static void check(String source, String url) {
    if (!url.startsWith("jdbc:")) {
      throw refused(source, "its URL does not begin with jdbc:");
    }
    for (String parameter : url.split("[;?&]", -1)) {
      String name = parameter.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (REFUSED.contains(name)) {
        throw refused(source, "its JDBC URL may not set \"" + name + "\"");
      }
    }
  }

  private static RuntimeException refused(String source, String why) {
    return HubProblem.OUTBOUND_REFUSED.problem("the source \"" + source + "\": " + why);
  }
}
