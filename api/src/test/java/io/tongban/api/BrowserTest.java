package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in a real browser: accessibility (axe), keyboard, charts and graph. */
@QuarkusTest
@QuarkusTestResource(HubUnderTest.class)
class BrowserTest {
  private static final Logger LOG = Logger.getLogger(BrowserTest.class);
  private static final Set<String> GRAVE = Set.of("serious", "critical");
  private static Playwright playwright;
  private static Browser browser;

  @TestHTTPResource("/")
  URL root;

  @Inject ShopsHub hub;

  private final List<String> complaints = new ArrayList<>();

  @BeforeEach
  void open() {
    hub.run();
    if (browser == null) {
      Optional<Path> chromium = chromium();
      if (chromium.isEmpty()) {
        LOG.error(
            "SKIPPED: no Chromium found, the pages were NOT checked in a browser; install chromium"
                + " or set TONGBAN_CHROMIUM");
      }
      Assumptions.assumeTrue(chromium.isPresent(), "no Chromium on this machine");
      playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(chromium.get())
                      .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }
  }

  @AfterAll
  static void close() {
    if (playwright != null) {
      playwright.close();
      playwright = null;
      browser = null;
    }
  }

  private static Optional<Path> chromium() {
    return Stream.concat(
            Stream.ofNullable(System.getenv("TONGBAN_CHROMIUM")),
            Stream.of(
                "/usr/bin/chromium",
                "/usr/bin/chromium-browser",
                "/usr/bin/google-chrome",
                "/snap/bin/chromium"))
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Page page(String language, int width, Map<String, String> cookies) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
    String origin = root.toString();
    List<Cookie> all = new ArrayList<>();
    all.add(new Cookie("tb_language", language).setUrl(origin));
    cookies.forEach((name, value) -> all.add(new Cookie(name, value).setUrl(origin)));
    context.addCookies(all);
    Page page = context.newPage();
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

  private static void assertAccessible(Page page, String what) {
    List<Rule> grave =
        new AxeBuilder(page)
            .analyze().getViolations().stream().filter(r -> GRAVE.contains(r.getImpact())).toList();
    assertThat(grave)
        .as(what)
        .extracting(r -> r.getId() + ": " + r.getNodes().get(0).getHtml())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void pagesAreAccessibleAndStayWithinTheScreen(String language) {
    for (int width : new int[] {1280, 390}) {
      Page page = page(language, width, Map.of());
      for (String path : paths()) {
        page.navigate(url(path));
        assertAccessible(page, language + " " + width + " " + path);
        Object overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
        assertThat(((Number) overflow).intValue())
            .as("%s at %d is wider than the screen", path, width)
            .isLessThanOrEqualTo(0);
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
    assertAccessible(page, "quarantine " + language);
    page.navigate(url("/trace?resource=shops&key=S001"));
    page.fill("#why", "audit 3");
    page.click("form[action='/trace'] button");
    page.waitForSelector(".tb-graph a[data-key]");
    assertAccessible(page, "trace " + language);
    page.focus(".tb-graph");
    page.keyboard().press("ArrowRight");
    assertThat(page.evaluate("document.activeElement.dataset.key")).isNotNull();
    page.navigate(url("/verify"));
    page.fill("#presentation", "not.a.certificate~");
    page.click("form[action='/verify'] > button");
    page.waitForSelector(".tb-verdict");
    assertAccessible(page, "verdict " + language);
    page.context().close();
    assertThat(complaints).isEmpty();
  }

  @Test
  void largeTypeIsAccessible() {
    Page page = page("zh", 390, Map.of("tb_type", "large"));
    page.navigate(url("/"));
    assertAccessible(page, "large type");
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
