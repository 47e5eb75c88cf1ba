package io.tongban.examples;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Command line options: {@code --name value} or {@code --name}. */
final class Options {
  private final Map<String, String> values = new HashMap<>();

  static Options parse(String[] args, String... known) {
    Options options = new Options();
    for (int i = 0; i < args.length; i++) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : "";
      if (!List.of(known).contains(name)) {
        System.err.println(
            "tongban: there is no option '"
                + args[i]
                + "'; there are --"
                + String.join(", --", known));
        System.exit(2);
      }
      boolean value = i + 1 < args.length && !args[i + 1].startsWith("--");
      options.values.put(name, value ? args[++i] : "");
    }
    return options;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String get(String name, String otherwise) {
    String value = values.get(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
