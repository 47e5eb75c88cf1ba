package io.tongban.api;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.config.RedirectConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A browser that signs in at the demo identity provider, step by step as the protocol has it. */
final class SignIn {
  private static final int MOST_HOPS = 8;
  private static final RestAssuredConfig NO_REDIRECTS =
      RestAssured.config().redirect(RedirectConfig.redirectConfig().followRedirects(false));
  private final Map<String, String> cookies = new HashMap<>();

  /** Cookies after signing in with that demo identity. */
  static Map<String, String> as(String tenant, String identity) {
    SignIn browser = new SignIn();
    Response page = browser.get("/login/" + tenant + "?next=/runs");
    URI authorize = URI.create(page.header("Location"));
    browser.get(authorize.getRawPath() + "?" + authorize.getRawQuery());
    Map<String, String> asked = query(authorize);
    Response picked =
        given()
            .config(NO_REDIRECTS)
            .cookies(browser.cookies)
            .formParam("client_id", asked.get("client_id"))
            .formParam("redirect_uri", asked.get("redirect_uri"))
            .formParam("state", asked.get("state"))
            .formParam("nonce", asked.getOrDefault("nonce", ""))
            .formParam("code_challenge", asked.get("code_challenge"))
            .formParam("sub", identity)
            .post("/demo-idp/authorize");
    browser.follow(picked);
    return browser.cookies;
  }

  private void follow(Response response) {
    Response at = response;
    for (int hop = 0; hop < MOST_HOPS && at.header("Location") != null; hop++) {
      URI next = URI.create(at.header("Location"));
      at = get(next.getRawPath() + (next.getRawQuery() == null ? "" : "?" + next.getRawQuery()));
    }
    if (at.statusCode() != 200) {
      throw new AssertionError("signing in ended with " + at.statusCode() + ": " + at.asString());
    }
  }

  Response get(String path) {
    Response response =
        given()
            .config(NO_REDIRECTS)
            .urlEncodingEnabled(false)
            .cookies(cookies)
            .accept("text/html")
            .get(path);
    response
        .getDetailedCookies()
        .forEach(
            cookie -> {
              if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
              } else {
                cookies.put(cookie.getName(), cookie.getValue());
              }
            });
    return response;
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> values = new HashMap<>();
    for (String pair : uri.getRawQuery().split("&")) {
      int equals = pair.indexOf('=');
      values.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return values;
  }
}
