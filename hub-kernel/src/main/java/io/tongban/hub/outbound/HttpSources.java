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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * GET under guard. Every address is judged right before the connection is made, and redirects are
 * followed here and not by the client, so that each is judged as well. The client resolves a name
 * by itself, from the platform's cache that the judgement has just filled: the JDK's client cannot
 * be given the address together with the name that TLS needs.
 */
final class HttpSources {
  private static final int MAX_REDIRECTS = 5;
  private static final int RETRIES = 2;
  private static final long PAUSE_MILLIS = 50;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> NOT_THERE = Set.of(404, 410);
  private static final int FIRST_SERVER_ERROR = 500;

  private final String source;
  private final HttpTarget target;
  private final Duration timeout;
  private final SourceGate gate;

  private static final class Client {
    static final HttpClient INSTANCE =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  HttpSources(String source, HttpTarget target, Duration timeout, SourceGate gate) {
    this.source = source;
    this.target = target;
    this.timeout = timeout;
    this.gate = gate;
  }

  /** The same, but in no more time than that. */
  HttpSources within(Duration most) {
    return most.compareTo(timeout) < 0 ? new HttpSources(source, target, most, gate) : this;
  }

  InputStream get(String path, long maxBytes) {
    HttpResponse<InputStream> answer = ask(path);
    if (answer.statusCode() != 200) {
      throw refusal(answer);
    }
    return body(answer, maxBytes);
  }

  Optional<InputStream> find(String path, long maxBytes) {
    HttpResponse<InputStream> answer = ask(path);
    if (NOT_THERE.contains(answer.statusCode())) {
      discard(answer);
      gate.left();
      return Optional.empty();
    }
    if (answer.statusCode() != 200) {
      throw refusal(answer);
    }
    return Optional.of(body(answer, maxBytes));
  }

  /** The answer after all redirects; the gate has been entered for it. */
  private HttpResponse<InputStream> ask(String path) {
    URI address = target.resolve(path);
    target.check(address);
    gate.enter();
    try {
      return follow(address);
    } catch (ProblemException failed) {
      if (failed.problem().code().equals(HubProblem.SOURCE_UNREACHABLE.code())) {
        gate.refused();
      } else {
        gate.left();
      }
      throw failed;
    }
  }

  private HttpResponse<InputStream> follow(URI first) {
    URI address = first;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      target.check(address);
      HttpResponse<InputStream> answer = send(address);
      if (!REDIRECTS.contains(answer.statusCode())) {
        return answer;
      }
      discard(answer);
      String location =
          answer
              .headers()
              .firstValue("location")
              .orElseThrow(() -> unreachable("it redirects without an address", null));
      address = target.redirect(address, location);
    }
    throw target.refused("more than " + MAX_REDIRECTS + " redirects");
  }

  /** A GET may be sent again where no answer has begun, unless it is time that ran out. */
  private HttpResponse<InputStream> send(URI address) {
    for (int tries = 0; ; tries++) {
      try {
        return Client.INSTANCE.send(request(address), HttpResponse.BodyHandlers.ofInputStream());
      } catch (HttpTimeoutException e) {
        throw unreachable("no answer within " + timeout.toMillis() + " ms", e);
      } catch (IOException e) {
        if (tries == RETRIES) {
          throw unreachable("no connection, or it broke off", e);
        }
        pause(tries);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unreachable("the request was interrupted", e);
      }
    }
  }

  private void pause(int tries) {
    long most = PAUSE_MILLIS << tries;
    try {
      TimeUnit.MILLISECONDS.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("the request was interrupted", e);
    }
  }

  private HttpRequest request(URI address) {
    return HttpRequest.newBuilder(address)
        .GET()
        .timeout(timeout)
        .header("User-Agent", "Tongban")
        .build();
  }

  private ProblemException refusal(HttpResponse<InputStream> answer) {
    discard(answer);
    if (answer.statusCode() >= FIRST_SERVER_ERROR) {
      gate.refused();
    } else {
      gate.left();
    }
    return unreachable("it answered with status " + answer.statusCode(), null);
  }

  private InputStream body(HttpResponse<InputStream> answer, long maxBytes) {
    long announced = answer.headers().firstValueAsLong("content-length").orElse(-1);
    if (announced > maxBytes) {
      discard(answer);
      gate.left();
      throw LimitedAnswer.tooLarge(source, maxBytes);
    }
    return new LimitedAnswer(source, answer.body(), maxBytes, timeout, gate);
  }

  private static void discard(HttpResponse<InputStream> answer) {
    try {
      answer.body().close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private ProblemException unreachable(String why, Exception cause) {
    return HubProblem.SOURCE_UNREACHABLE
        .problem("the source \"" + source + "\": " + why, cause)
        .with("source", source);
  }
}
