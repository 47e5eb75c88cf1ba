package io.tongban.access.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.CallbackSpec;
import io.tongban.access.Fixture;
import io.tongban.hub.Definitions;
import io.tongban.hub.Fault;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A Callback leads to a web service of the client's own department, or is refused at its place. */
class CallbackKindTest {
  private static final String SOURCES =
      """
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: inbox, title: {zh: 收件, en: Inbox}}
      spec: {department: adur, http: {url: "https://inbox.adur.example"}}
      ---
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: folder, title: {zh: 文件夹, en: Folder}}
      spec: {department: adur, file: {directory: drop}}
      ---
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: food-inbox, title: {zh: 收件, en: Inbox}}
      spec: {department: food-agency, http: {url: "https://inbox.food.example"}}
      """;

  private static final String CALLBACK =
      """
      apiVersion: tongban.io/v1
      kind: Callback
      metadata: {name: events, title: {zh: 回调, en: Events}}
      spec:
        client: %s
        source: %s
        path: %s
      """;

  private static String callback(String client, String source, String path) {
    return CALLBACK.formatted(client, source, path);
  }

  private static String faults(TestHub hub, String yaml) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> hub.get(Definitions.class).apply(Fixture.files(yaml), true));
    @SuppressWarnings("unchecked")
    List<Fault> faults = (List<Fault>) refused.problem().extensions().get("faults");
    return faults.stream()
        .map(
            fault ->
                "%d %s: %s; %s"
                    .formatted(fault.place().line(), fault.pointer(), fault.message(), fault.fix()))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  @Test
  void isDeclaredOrRefusedAtItsPlace() {
    try (TestHub hub = TestHub.onH2()) {
      Fixture.apply(hub, Fixture.WORLD);
      Fixture.apply(hub, SOURCES);
      Fixture.apply(hub, callback("adur-system", "inbox", "/hub/events?for=presentations"));
      assertThat(
              hub.get(Definitions.class)
                  .find(CallbackSpec.class, "events")
                  .orElseThrow()
                  .spec()
                  .pathOrEmpty())
          .isEqualTo("/hub/events?for=presentations");
      assertThat(faults(hub, callback("nobody", "nowhere", "/")))
          .isEqualTo(
              """
              5 /spec/client: there is no Client named nobody; declare it, or write one of \
              [adur-system, food-system, nowhere-system]
              6 /spec/source: there is no Source named nowhere; declare it, or write one of \
              [folder, food-inbox, inbox]\
              """);
      assertThat(faults(hub, callback("adur-system", "folder", "/")))
          .isEqualTo(
              "6 /spec/source: nothing can be posted to the Source folder, which is no web service;"
                  + " name a Source with http");
      assertThat(faults(hub, callback("adur-system", "food-inbox", "/")))
          .isEqualTo(
              "6 /spec/source: the Source food-inbox belongs to the department food-agency, and"
                  + " the Client adur-system to adur; name a Source of the client's own"
                  + " department");
      String noPath =
          "7 /spec/path: it is no path below the Source's URL; write a path that begins with /, at"
              + " most 500 characters, without . and .. as steps and without a fragment";
      for (String path :
          List.of(
              "events",
              "https://elsewhere.example/",
              "\"/a#b\"",
              "/a/../../b",
              "/a/%2e%2E/b",
              "\"/%zz\"",
              "\"/a b\"",
              "/" + "a".repeat(500))) {
        assertThat(faults(hub, callback("adur-system", "inbox", path))).as(path).isEqualTo(noPath);
      }
    }
  }
}
