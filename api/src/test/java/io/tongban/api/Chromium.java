package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Assumptions;

/** The browser that pages are looked at with, opened once; without one the tests are skipped. */
final class Chromium {
  private static final Logger LOG = Logger.getLogger(Chromium.class);
  private static final Set<String> GRAVE = Set.of("serious", "critical");
  private static final int WIDE = 600;
  private static Playwright playwright;
  private static Browser browser;

  private Chromium() {}

  /** A fresh browser profile with these cookies. */
  static BrowserContext context(URI hub, String language, int width, Map<String, String> cookies) {
    return context(browser(), hub, language, width, cookies, true);
  }

  /** The same without JavaScript. */
  static BrowserContext plain(URI hub, String language, int width, Map<String, String> cookies) {
    return context(browser(), hub, language, width, cookies, false);
  }

  /** A browser of its own whose camera shows that film; its user lets no page use it unasked. */
  static Browser withCamera(Path film) {
    browser();
    return launched(
        List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--use-fake-device-for-media-stream",
            "--use-file-for-fake-video-capture=" + film.toAbsolutePath()));
  }

  static BrowserContext context(
      Browser browser,
      URI hub,
      String language,
      int width,
      Map<String, String> cookies,
      boolean script) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setJavaScriptEnabled(script)
                .setReducedMotion(ReducedMotion.REDUCE));
    List<Cookie> all = new ArrayList<>();
    all.add(new Cookie("tb_language", language).setUrl(hub.toString()));
    cookies.forEach((name, value) -> all.add(new Cookie(name, value).setUrl(hub.toString())));
    context.addCookies(all);
    return context;
  }

  private static Optional<Path> program() {
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

  private static Browser launched(List<String> arguments) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(program().orElseThrow())
                .setArgs(arguments));
  }

  private static Browser browser() {
    if (browser == null) {
      Optional<Path> program = program();
      if (program.isEmpty()) {
        LOG.error(
            "SKIPPED: no Chromium found, the pages were NOT checked in a browser; install chromium"
                + " or set TONGBAN_CHROMIUM");
      }
      Assumptions.assumeTrue(program.isPresent(), "no Chromium on this machine");
      playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      browser = launched(List.of("--no-sandbox", "--disable-gpu"));
    }
    return browser;
  }

  /** No serious finding of axe, and nothing wider than the screen. */
  static void requireAccessible(Page page, String what) {
    assertThat(
            new AxeBuilder(page)
                    // our pages have no frames of other sites, for which it would open one more
                    // page
                    .setLegacyMode(true)
                    .analyze()
                    .getViolations()
                    .stream()
                    .filter(r -> GRAVE.contains(r.getImpact()))
                    .map(r -> r.getId() + ": " + r.getNodes().get(0).getHtml()))
        .as(what)
        .isEmpty();
    requireWithin(page, what);
  }

  private static void requireWithin(Page page, String what) {
    Object overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    assertThat(((Number) overflow).intValue()).as(what + " is too wide").isLessThanOrEqualTo(0);
  }

  /**
   * A page in one of its languages at one of its widths: never wider than the screen. Axe looks at
   * it in Chinese on the narrow one and in English on the wide one, so that language and width are
   * each seen without every pair of them, which takes minutes.
   */
  static void look(Page page, String what, String language, int width) {
    String name = what + "-" + language + "-" + width;
    if (language.equals("zh") == width < WIDE) {
      requireAccessible(page, name);
    } else {
      requireWithin(page, name);
    }
    picture(page, name);
  }

  /**
   * Keeps a picture under {@code target/pages} for somebody to look at, where that is asked for.
   */
  static void picture(Page page, String name) {
    if (System.getenv("TONGBAN_PICTURES") != null) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(Path.of("target/pages", name + ".png")));
    }
  }

  static void close() {
    if (playwright != null) {
      playwright.close();
      playwright = null;
      browser = null;
    }
  }
}
