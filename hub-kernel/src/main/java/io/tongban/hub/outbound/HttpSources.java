package io.tongban.hub.outbound;

import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;

/**
 * GET under guard. Every address is judged right before the connection is made, and redirects are
 * followed here and not by the client, so that each is judged as well. The client resolves a name
 * by itself, from the platform's cache that the judgement has just filled: the JDK's client cannot
 * be given the address together with the name that TLS needs.
 */
final class HttpSources {
  private static final int MAX_REDIRECTS = 5;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private static final class Client {
    static final HttpClient INSTANCE =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  private HttpSources() {}

  static InputStream get(String source, HttpTarget target, String path, long maxBytes) {
    URI address = target.resolve(path);
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      target.check(address);
      HttpResponse<InputStream> answer = send(source, target, address);
      if (!REDIRECTS.contains(answer.statusCode())) {
        return body(source, target, answer, maxBytes);
      }
      discard(answer);
      String location =
          answer
              .headers()
              .firstValue("location")
              .orElseThrow(() -> unreachable(source, "it redirects without an address", null));
      address = target.redirect(address, location);
    }
    throw target.refused("more than " + MAX_REDIRECTS + " redirects");
  }

  private static HttpResponse<InputStream> send(String source, HttpTarget target, URI address) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .GET()
            .timeout(target.timeout())
            .header("User-Agent", "Tongban")
            .build();
    try {
      return Client.INSTANCE.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw unreachable(source, "no answer within " + target.timeout().toSeconds() + " seconds", e);
    } catch (IOException e) {
      throw unreachable(source, "no connection, or it broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(source, "the request was interrupted", e);
    }
  }

  private static InputStream body(
      String source, HttpTarget target, HttpResponse<InputStream> answer, long maxBytes) {
    if (answer.statusCode() != 200) {
      discard(answer);
      throw unreachable(source, "it answered with status " + answer.statusCode(), null);
    }
    long announced = answer.headers().firstValueAsLong("content-length").orElse(-1);
    if (announced > maxBytes) {
      discard(answer);
      throw LimitedAnswer.tooLarge(source, maxBytes);
    }
    return new LimitedAnswer(source, answer.body(), maxBytes, target.timeout());
  }

  private static void discard(HttpResponse<InputStream> answer) {
    try {
      answer.body().close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ProblemException unreachable(String source, String why, Exception cause) {
    return HubProblem.SOURCE_UNREACHABLE.problem("the source \"" + source + "\": " + why, cause);
  }
}
