package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in a real browser: accessibility (axe), keyboard, charts and graph. */
@QuarkusTest
@QuarkusTestResource(HubUnderTest.class)
class BrowserTest {
  @TestHTTPResource("/")
  URL root;

  @Inject ShopsHub hub;

  private final List<String> complaints = new ArrayList<>();

  @BeforeEach
  void open() {
    hub.run();
  }

  @AfterAll
  static void close() {
    Chromium.close();
  }

  private Page page(String language, int width, Map<String, String> cookies) {
    Page page = Chromium.context(URI.create(root.toString()), language, width, cookies).newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  private String url(String path) {
    return root.toString().replaceAll("/$", "") + path;
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void pagesAreAccessibleAndStayWithinTheScreen(String language) {
    for (int width : new int[] {1280, 390}) {
      Page page = page(language, width, Map.of());
      for (String path : paths()) {
        page.navigate(url(path));
        Chromium.look(page, path.replaceAll("/([0-9a-f-]{36})?", "-"), language, width);
      }
      page.context().close();
    }
    assertThat(complaints).isEmpty();
  }

  private String[] paths() {
    return new String[] {
      "/",
      "/directory",
      "/directory/shops",
      "/runs",
      "/runs/" + hub.run().id(),
      "/verify",
      "/trace",
      "/lineage",
      "/ledger",
      "/login"
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void pagesOfRecordsAreAccessible(String language) {
    Page page = page(language, 1280, SignIn.as("staff", "demo-auditor"));
    page.navigate(url("/runs/" + hub.run().id()));
    page.fill("#why", "case 17");
    page.click("form[action$=quarantine] button");
    page.waitForURL("**/quarantine");
    assertThat(page.locator("tbody tr").count()).isEqualTo((int) hub.run().quarantined());
    Chromium.requireAccessible(page, "quarantine " + language);
    page.navigate(url("/trace?resource=shops&key=S001"));
    page.fill("#why", "audit 3");
    page.click("form[action='/trace'] button");
    page.waitForSelector(".tb-graph a[data-key]");
    Chromium.requireAccessible(page, "trace " + language);
    page.focus(".tb-graph");
    page.keyboard().press("ArrowRight");
    assertThat(page.evaluate("document.activeElement.dataset.key")).isNotNull();
    page.navigate(url("/verify"));
    page.fill("#presentation", "not.a.certificate~");
    page.click("form[action='/verify'] > button");
    page.waitForSelector(".tb-verdict");
    Chromium.requireAccessible(page, "verdict " + language);
    page.context().close();
    assertThat(complaints).isEmpty();
  }

  @Test
  void largeTypeIsAccessible() {
    Page page = page("zh", 390, Map.of("tb_type", "large"));
    page.navigate(url("/"));
    Chromium.requireAccessible(page, "large type");
    page.context().close();
  }

  @Test
  void theFirstStopOfTheKeyboardSkipsToTheContent() {
    Page page = page("en", 1280, Map.of());
    page.navigate(url("/directory"));
    page.keyboard().press("Tab");
    assertThat(page.evaluate("document.activeElement.className")).isEqualTo("govuk-skip-link");
    page.keyboard().press("Enter");
    assertThat(page.evaluate("document.activeElement.id")).isEqualTo("main");
    page.context().close();
  }

  @Test
  void chartsShowTheFiguresOfTheirTables() {
    Page page = page("en", 1280, Map.of());
    page.navigate(url("/"));
    page.waitForSelector(".tb-pair--drawn [data-chart=bars] canvas");
    Object drawn =
        page.evaluate(
            "JSON.stringify(echarts.getInstanceByDom(document.querySelector('[data-chart=bars]'))"
                + ".getOption().series[0].data)");
    long accepted = hub.run().accepted();
    assertThat(drawn).isEqualTo("[" + accepted + "]");
    page.context().close();
  }
}
