package io.tongban.examples;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** {@code tongban run}: the stand-ins, the hub, and the first load of the example. */
final class Run {
  private Run() {}

  public static void main(String[] args) throws IOException, SQLException, InterruptedException {
    Options options = Options.parse(args, "home", "port", "data", "postgres", "no-example");
    Path home = Path.of(options.get("home", "."));
    Path data = Path.of(options.get("data", home.resolve("data").toString())).toAbsolutePath();
    int port = Integer.parseInt(options.get("port", "8080"));
    boolean example = !options.has("no-example");
    Registers registers = new Registers(home.resolve("examples/hubs"));
    Map<String, String> properties = new TreeMap<>();
    properties.put("tongban.example", String.valueOf(example));
    if (options.has("postgres")) {
      properties.put("tongban.database", options.get("postgres", ""));
    }
    say("Starting the hub; its data are in " + data);
    try (StandIns standIns = example ? StandIns.start(registers) : null;
        HubProcess hub =
            HubProcess.start(
                home, data, port, standIns == null ? Map.of() : standIns.variables(), properties)) {
      if (example) {
        loadOnce(new ExampleHub(hub.url(), data, home.resolve("examples/hubs"), registers), data);
      }
      welcome(hub.url(), options, example);
      System.exit(hub.waitFor());
    }
  }

  private static void loadOnce(ExampleHub hub, Path data) throws IOException, InterruptedException {
    Path done = data.resolve("example/loaded");
    if (Files.exists(done)) {
      return;
    }
    say("First start: loading the example hubs (real registers of the United Kingdom and China) …");
    say("  definitions          " + hub.apply().get("created").size() + " applied");
    hub.loadAll(line -> say("  " + line));
    say("  prefill example      " + hub.addPrefill().get("created").size() + " applied");
    say("  a certificate        " + hub.issueResidence());
    say("  a collected one      " + hub.collectTenancy());
    Files.createFile(done);
  }

  private static void welcome(URI url, Options options, boolean example) {
    String where =
        (options.has("port") ? " --hub " + url : "")
            + (options.has("data") ? " --data " + options.get("data", "") : "");
    say("");
    say("Tongban is running:  " + url);
    say("");
    if (example) {
      say("Try next (in another terminal):");
      say("  " + url + "/directory     what the departments share");
      say("  " + url + "/runs          how their data came in, and what was put aside");
      say("  " + url + "/my-certificates   a citizen's certificates: sign in as 张敏 Zhang Min");
      say("  " + url + "/counter       a clerk's counter: sign in as staff, 窗口人员 clerk");
      say("  ./tongban sql" + where + " --as adur-system --purpose food-hygiene-inspection \\");
      say("      \"SELECT * FROM premises WHERE approval_number = 'AR 001'\"");
      say("  ./tongban trace" + where + " premises 'AR 001'");
    } else {
      say("Nothing is declared yet: ./tongban apply" + where + " -f DIR");
    }
    say("");
    say("Stop with Ctrl-C; the next start finds everything as it was left.");
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
