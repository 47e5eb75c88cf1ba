package io.tongban.hub.outbound;

import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * GET under guard. Redirects are followed here and not by the client, so that each is judged as
 * well.
 */
final class HttpSources {
  private static final int MAX_REDIRECTS = 5;
  private static final int RETRIES = 2;
  private static final long PAUSE_MILLIS = 50;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> NOT_THERE = Set.of(404, 410);
  private static final int FIRST_CLIENT_ERROR = 400;
  private static final int FIRST_SERVER_ERROR = 500;

  private final String source;
  private final HttpTarget target;
  private final Duration timeout;
  private final SourceGate gate;

  private final GuardedClient client;

  HttpSources(String source, HttpTarget target, SourceGate gate) {
    this(source, target, target.timeout(), gate, GuardedClient.of(target.guard()));
  }

  HttpSources(
      String source, HttpTarget target, Duration timeout, SourceGate gate, GuardedClient client) {
    this.source = source;
    this.target = target;
    this.timeout = timeout;
    this.gate = gate;
    this.client = client;
  }

  /** The same, but in no more time than that. */
  HttpSources within(Duration most) {
    return most.compareTo(timeout) < 0 ? new HttpSources(source, target, most, gate, client) : this;
  }

  InputStream get(String path, long maxBytes) {
    GuardedClient.Answer answer = ask(path);
    if (answer.status() != 200) {
      throw refusal(answer);
    }
    return body(answer, maxBytes);
  }

  Optional<InputStream> find(String path, long maxBytes) {
    GuardedClient.Answer answer = ask(path);
    if (NOT_THERE.contains(answer.status())) {
      discard(answer);
      gate.left();
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw refusal(answer);
    }
    return Optional.of(body(answer, maxBytes));
  }

  InputStream post(String path, String contentType, byte[] body, long maxBytes) {
    GuardedClient.Answer answer = posted(path, contentType, body);
    if (answer.status() != 200) {
      throw refusal(answer);
    }
    return body(answer, maxBytes);
  }

  Sources.Reply send(String path, String contentType, byte[] body, int maxBytes) {
    GuardedClient.Answer answer = answered(path, contentType, body);
    return new Sources.Reply(
        answer.status(),
        answer.status() >= FIRST_CLIENT_ERROR ? beginning(answer, maxBytes) : unread(answer));
  }

  Sources.Reply exchange(String path, String contentType, byte[] body, int maxBytes) {
    GuardedClient.Answer answer = answered(path, contentType, body);
    return new Sources.Reply(answer.status(), beginning(answer, maxBytes));
  }

  /** An answer below status 500. */
  private GuardedClient.Answer answered(String path, String contentType, byte[] body) {
    GuardedClient.Answer answer = posted(path, contentType, body);
    if (answer.status() >= FIRST_SERVER_ERROR) {
      throw refusal(answer);
    }
    return answer;
  }

  private GuardedClient.Answer posted(String path, String contentType, byte[] body) {
    URI address = target.resolve(path);
    return entered(
        address, () -> sendOnce(address, () -> client.post(address, contentType, body, timeout)));
  }

  private byte[] unread(GuardedClient.Answer answer) {
    discard(answer);
    gate.left();
    return new byte[0];
  }

  private byte[] beginning(GuardedClient.Answer answer, int maxBytes) {
    try (InputStream in = new LimitedAnswer(source, answer.body(), maxBytes, timeout, gate)) {
      return in.readNBytes(maxBytes);
    } catch (IOException e) {
      throw unreachable("its answer broke off", e);
    }
  }

  /** The answer after all redirects; the gate has been entered for it. */
  private GuardedClient.Answer ask(String path) {
    URI address = target.resolve(path);
    return entered(address, () -> follow(address));
  }

  private GuardedClient.Answer entered(URI address, Supplier<GuardedClient.Answer> asking) {
    target.check(address);
    gate.enter();
    try {
      return asking.get();
    } catch (ProblemException failed) {
      if (failed.problem().code().equals(HubProblem.SOURCE_UNREACHABLE.code())) {
        gate.refused();
      } else {
        gate.left();
      }
      throw failed;
    }
  }

  private GuardedClient.Answer follow(URI first) {
    URI address = first;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      target.check(address);
      GuardedClient.Answer answer = send(address);
      if (!REDIRECTS.contains(answer.status())) {
        return answer;
      }
      discard(answer);
      String location =
          answer.location().orElseThrow(() -> unreachable("it redirects without an address", null));
      address = target.redirect(address, location);
    }
    throw target.refused("more than " + MAX_REDIRECTS + " redirects");
  }

  /** A GET may be sent again where no answer has begun, unless it is time that ran out. */
  private GuardedClient.Answer send(URI address) {
    for (int tries = 0; tries < RETRIES; tries++) {
      try {
        return exchange(address, () -> client.get(address, timeout));
      } catch (IOException e) {
        pause(tries);
      }
    }
    return sendOnce(address, () -> client.get(address, timeout));
  }

  private interface Exchange {
    GuardedClient.Answer run() throws IOException;
  }

  private GuardedClient.Answer sendOnce(URI address, Exchange exchange) {
    try {
      return exchange(address, exchange);
    } catch (IOException e) {
      throw unreachable("no connection, or it broke off", e);
    }
  }

  /** Failures that another try would not mend are problems; others stay what they are. */
  private GuardedClient.Answer exchange(URI address, Exchange exchange) throws IOException {
    try {
      return exchange.run();
    } catch (GuardedClient.RefusedAddressException e) {
      throw target.refused(HttpTarget.host(address) + " is " + e.getMessage());
    } catch (UnknownHostException e) {
      throw unreachable("the host name " + HttpTarget.host(address) + " is not known", e);
    } catch (InterruptedIOException e) {
      throw unreachable("no answer within " + timeout.toMillis() + " ms", e);
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

  private ProblemException refusal(GuardedClient.Answer answer) {
    discard(answer);
    if (answer.status() >= FIRST_SERVER_ERROR) {
      gate.refused();
    } else {
      gate.left();
    }
    return unreachable("it answered with status " + answer.status(), null);
  }

  private InputStream body(GuardedClient.Answer answer, long maxBytes) {
    if (answer.length() > maxBytes) {
      discard(answer);
      gate.left();
      throw LimitedAnswer.tooLarge(source, maxBytes);
    }
    return new LimitedAnswer(source, answer.body(), maxBytes, timeout, gate);
  }

  private static void discard(GuardedClient.Answer answer) {
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
