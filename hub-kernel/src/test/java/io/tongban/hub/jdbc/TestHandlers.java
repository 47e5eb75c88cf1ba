package io.tongban.hub.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Jobs.JobHandler;
import io.tongban.hub.Jobs.Progress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Handlers whose work a test holds in its hands. */
final class TestHandlers {
  private TestHandlers() {}

  @ApplicationScoped
  static class Doubling implements JobHandler {
    @Override
    public String type() {
      return "doubling";
    }

    @Override
    public JsonNode run(UUID id, JsonNode payload, Progress progress) {
      progress.at(1, 2);
      progress.at(2, 2);
      return IntNode.valueOf(payload.asInt() * 2);
    }
  }

  @ApplicationScoped
  static class Failing implements JobHandler {
    @Override
    public String type() {
      return "failing";
    }

    @Override
    public JsonNode run(UUID id, JsonNode payload, Progress progress) {
      if (payload.asBoolean()) {
        throw HubProblem.SOURCE_UNREACHABLE.problem("the source \"x\" is away");
      }
      throw new IllegalStateException("an inner detail");
    }
  }

  /** Waits until it is let go, and counts how many run at once. */
  @ApplicationScoped
  static class Gated implements JobHandler {
    static volatile CountDownLatch gate = new CountDownLatch(1);
    static volatile CountDownLatch entered = new CountDownLatch(1);
    static final AtomicInteger NOW = new AtomicInteger();
    static final AtomicInteger MOST = new AtomicInteger();

    static void reset() {
      gate = new CountDownLatch(1);
      entered = new CountDownLatch(1);
      NOW.set(0);
      MOST.set(0);
    }

    @Override
    public String type() {
      return "gated";
    }

    @Override
    public JsonNode run(UUID id, JsonNode payload, Progress progress) {
      MOST.accumulateAndGet(NOW.incrementAndGet(), Math::max);
      entered.countDown();
      try {
        gate.await();
        return TextNode.valueOf("through");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      } finally {
        NOW.decrementAndGet();
      }
    }
  }
}
