package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tongban.api.ReceiptCases.Case;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.Quorum;
import io.tongban.ledger.ReceiptVerdict;
import io.tongban.ledger.ReceiptVerdict.Rejected;
import io.tongban.ledger.ReceiptVerifier;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The browser finds of every receipt what the verifier in Java finds. */
@QuarkusTest
@TestProfile(PersonsHub.Profile.class)
@QuarkusTestResource(HubUnderTest.class)
class ReceiptInBrowserTest {
  private static final int DAMAGED = 400;
  private static final String VERIFY =
      "async (text) => { const { verifyReceipt } = await import('/portal/verify-receipt.js');"
          + " const found = []; for (const c of JSON.parse(text)) { const r = await"
          + " verifyReceipt(c.receipt, c.keys, { witnesses: c.witnesses, needed: c.needed,"
          + " manifest: c.manifest ?? undefined }); found.push(r.verdict + ' ' +"
          + " r.steps.filter((s) => s.result === 'failed').map((s) => s.name).join()); } return"
          + " found; }";

  @Inject HubSettings settings;

  @AfterAll
  static void close() {
    Chromium.close();
  }

  private static String verdict(ReceiptVerdict verdict) {
    return verdict instanceof Rejected rejected ? rejected.reason().name() : ReceiptCases.HOLDS;
  }

  private static String java(Case one) {
    byte[] json = one.receipt().getBytes(StandardCharsets.UTF_8);
    Quorum quorum = new Quorum(ReceiptCases.witnessKeys(one), one.needed());
    return one.manifest() == null
        ? verdict(ReceiptVerifier.verify(json, one.keys(), quorum))
        : verdict(
            ReceiptVerifier.verify(ReceiptVerifier.read(json), one.keys(), one.manifest(), quorum));
  }

  private List<String> browser(List<Case> cases) {
    try (BrowserContext context = Chromium.context(settings.publicUrl(), "en", 1280, Map.of())) {
      Page page = context.newPage();
      page.navigate(settings.publicUrl() + "/offline");
      List<String> found = new ArrayList<>();
      ((List<?>) page.evaluate(VERIFY, CanonicalJson.text(cases)))
          .forEach(each -> found.add(String.valueOf(each)));
      return found;
    }
  }

  @Test
  void badReceiptsFailForTheSameReasonInBrowserAndJava() {
    List<Case> cases = ReceiptCases.all();
    List<String> browser = browser(cases);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      String found = browser.get(i).split(" ", -1)[0] + " | " + java(one);
      if (!found.equals(one.expected() + " | " + one.expected())) {
        wrong.add(one.name() + ": " + found + ", expected " + one.expected());
      }
      boolean named = browser.get(i).matches(".* [a-z]+$");
      assertThat(named)
          .as("%s names where it fails", one.name())
          .isNotEqualTo(one.expected().equals(ReceiptCases.HOLDS));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whateverIsDamagedBrowserAndJavaAgree() {
    List<Case> cases = ReceiptCases.damaged(DAMAGED);
    List<String> browser = browser(cases).stream().map(found -> found.split(" ", -1)[0]).toList();
    List<String> differing = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      if (!browser.get(i).equals(java(cases.get(i)))) {
        differing.add(browser.get(i) + " | " + java(cases.get(i)) + ": " + cases.get(i).receipt());
      }
    }
    assertThat(differing).isEmpty();
    assertThat(browser).contains("NOT_INCLUDED", "BAD_SIGNATURE", "MALFORMED_RECEIPT", "WRONG_KEY");
  }

  @Test
  void keysOfALogThatChangedItsKey() {
    List<Case> cases = ReceiptCases.ofTwoKeys();
    List<String> found = browser(cases);
    for (int i = 0; i < cases.size(); i++) {
      assertThat(found.get(i)).as(cases.get(i).name()).startsWith(cases.get(i).expected() + " ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void aReceiptFromElsewhereIsVerifiedWithoutTheHub(String language) {
    Case good = ReceiptCases.all().get(0);
    try (BrowserContext context = Chromium.context(settings.publicUrl(), language, 390, Map.of())) {
      Page page = context.newPage();
      page.navigate(settings.publicUrl() + "/offline");
      page.waitForSelector("main[data-ready]");
      context.setOffline(true);
      page.reload();
      page.waitForSelector("html[data-receipts=ready]");
      page.click("#receipt-form > button");
      page.waitForSelector("#receipt-error:visible");
      page.setInputFiles(
          "#receipt-file",
          new FilePayload(
              "receipt.json", "application/json", good.receipt().getBytes(StandardCharsets.UTF_8)));
      page.waitForSelector("#receipt-form [data-verdict=WRONG_KEY]");
      assertThat(page.textContent("[data-result=failed]")).isNotBlank();
      look(page, "receipt-wrong", language, 390);
      page.fill("#receipt-keys", good.keys());
      page.click("#receipt-form > button");
      page.waitForSelector("#receipt-form [data-verdict=HOLDS]");
      assertThat(page.locator("#receipt-form [data-result=ok]").count()).isEqualTo(7);
      look(page, "receipt-holds", language, 390);
    }
  }

  @Test
  void aBrowserWithoutEd25519ClaimsNothing() {
    Case good = ReceiptCases.all().get(0);
    try (BrowserContext context = Chromium.context(settings.publicUrl(), "en", 1280, Map.of())) {
      context.addInitScript(
          "SubtleCrypto.prototype.importKey = () =>"
              + " Promise.reject(new DOMException('', 'NotSupportedError'));");
      Page page = context.newPage();
      page.navigate(settings.publicUrl() + "/offline");
      page.waitForSelector("html[data-receipts=ready]");
      page.fill("#receipt", good.receipt());
      page.fill("#receipt-keys", good.keys());
      page.click("#receipt-form > button");
      page.waitForSelector("#receipt-form [data-verdict=UNSUPPORTED]");
      assertThat(page.textContent("#receipt-form [data-verdict]"))
          .contains("cannot check Ed25519")
          .doesNotContain("The receipt holds");
    }
  }

  private void look(Page page, String what, String language, int width) {
    Chromium.requireAccessible(page, what + " " + language + " " + width);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target/pages", what + "-" + language + "-" + width + ".png")));
  }
}
