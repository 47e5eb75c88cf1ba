package io.tongban.hub.outbound;

import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An answer that may only be so long and take so long: a source that drips is cut off. */
final class LimitedAnswer extends FilterInputStream {
  private static final ScheduledThreadPoolExecutor WATCH = watch();
  private final String source;
  private final long maxBytes;
  private final Duration deadline;
  private final SourceGate gate;
  private final Future<?> cutOff;
  private long count;
  private volatile boolean late;
  private boolean failed;
  private boolean closed;

  LimitedAnswer(
      String source, InputStream body, long maxBytes, Duration deadline, SourceGate gate) {
    super(body);
    this.source = source;
    this.maxBytes = maxBytes;
    this.deadline = deadline;
    this.gate = gate;
    this.cutOff = after(deadline, this::cut);
  }

  private static ScheduledThreadPoolExecutor watch() {
    var executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "tongban-outbound-deadline");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /** Does it then, unless it is cancelled before. */
  static Future<?> after(Duration time, Runnable then) {
    return WATCH.schedule(then, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Closing is what wakes a reader that waits for the source. */
  private void cut() {
    late = true;
    try {
      in.close();
    } catch (IOException alreadyBroken) {
      System.getLogger(LimitedAnswer.class.getName())
          .log(System.Logger.Level.DEBUG, "a late answer of {0} was broken off", source);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n;
    try {
      n = super.read(buffer, offset, length);
    } catch (IOException e) {
      throw late ? tooSlow(e) : brokenOff(e);
    }
    if (late) {
      throw tooSlow(null);
    }
    count += Math.max(0, n);
    if (count > maxBytes) {
      throw tooLarge(source, maxBytes);
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    return readNBytes((int) Math.min(n, 8192)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    cutOff.cancel(false);
    if (!closed) {
      closed = true;
      if (failed) {
        gate.refused();
      } else {
        gate.left();
      }
    }
    super.close();
  }

  private ProblemException tooSlow(IOException cause) {
    return failed("its answer took longer than " + deadline.toSeconds() + " seconds", cause);
  }

  private ProblemException brokenOff(IOException cause) {
    return failed("its answer broke off", cause);
  }

  private ProblemException failed(String why, IOException cause) {
    failed = true;
    return HubProblem.SOURCE_UNREACHABLE
        .problem("the source \"" + source + "\": " + why, cause)
        .with("source", source);
  }

  static ProblemException tooLarge(String source, long maxBytes) {
    return HubProblem.SOURCE_ANSWER_TOO_LARGE.problem(
        "the source \"%s\": its answer is longer than %d bytes".formatted(source, maxBytes));
  }
}
