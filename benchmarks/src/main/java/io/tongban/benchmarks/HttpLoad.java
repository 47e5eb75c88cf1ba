package io.tongban.benchmarks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one kind of request to a hub over as many connections as a department's system may hold,
 * from the same cores. Requests are made beforehand, in portions: signing is the clients' work.
 */
final class HttpLoad {
  static final int PER_SECOND = 1_500;
  private static final int CONNECTIONS = 32;

  /** Calls of a portion: so many that their proofs are still fresh when the last is sent. */
  private static final int CALLS = 6 * PER_SECOND;

  /** Portions until the JVM has compiled what is called often. */
  private static final int WARM_UP = 14;

  private final URI hub;
  private final Portion portion;

  /** Makes the requests of a portion. */
  interface Portion {
    List<byte[]> make(int calls) throws Exception;
  }

  HttpLoad(URI hub, Portion portion) {
    this.hub = hub;
    this.portion = portion;
  }

  /** Calls until the hub runs as its JVM's last compiler leaves it. */
  HttpLoad warm() throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      seconds();
    }
    return this;
  }

  /** Calls a second, as many as it takes. */
  double perSecond(int portions) throws Exception {
    double seconds = 0;
    for (int i = 0; i < portions; i++) {
      seconds += seconds();
    }
    return portions * CALLS / seconds;
  }

  private double seconds() throws Exception {
    List<byte[]> requests = portion.make(CALLS);
    long start = System.nanoTime();
    send(requests, 0);
    return (System.nanoTime() - start) / 1e9;
  }

  /** Sorted milliseconds at 1,500 calls a second, each from the moment its call was due. */
  double[] paced(int portions) throws Exception {
    double[] millis = new double[portions * CALLS];
    for (int i = 0; i < portions; i++) {
      double[] some = send(portion.make(CALLS), 1_000_000_000L / PER_SECOND);
      System.arraycopy(some, 0, millis, i * CALLS, CALLS);
    }
    Arrays.sort(millis);
    return millis;
  }

  /** A POST of JSON with a token and a proof of its own. */
  static byte[] post(URI target, ECKey key, String token, String body) throws JOSEException {
    return ("POST "
            + target.getPath()
            + " HTTP/1.1\r\nHost: "
            + target.getAuthority()
            + "\r\nAuthorization: DPoP "
            + token
            + "\r\nDPoP: "
            + HubUnderLoad.proof(key, "POST", target, token)
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A GET that anybody may send. */
  static byte[] get(URI target) {
    return ("GET " + target.getPath() + " HTTP/1.1\r\nHost: " + target.getAuthority() + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Sends all requests over a fixed number of connections.
   *
   * @param everyNanos when each is due after the one before, 0 for as fast as it goes
   * @return milliseconds of each
   */
  private double[] send(List<byte[]> requests, long everyNanos)
      throws InterruptedException, ExecutionException {
    double[] millis = new double[requests.size()];
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
    List<Future<?>> sending = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      sending.add(
          connections.submit(
              () -> {
                try (Socket socket = new Socket(hub.getHost(), hub.getPort())) {
                  socket.setTcpNoDelay(true);
                  InputStream in = new BufferedInputStream(socket.getInputStream());
                  for (int n = next.getAndIncrement();
                      n < millis.length;
                      n = next.getAndIncrement()) {
                    long due = everyNanos == 0 ? System.nanoTime() : start + n * everyNanos;
                    for (long wait = due - System.nanoTime();
                        wait > 0;
                        wait = due - System.nanoTime()) {
                      LockSupport.parkNanos(wait);
                    }
                    socket.getOutputStream().write(requests.get(n));
                    read(in);
                    millis[n] = (System.nanoTime() - due) / 1e6;
                  }
                }
                return null;
              }));
    }
    for (Future<?> connection : sending) {
      connection.get();
    }
    connections.shutdown();
    return millis;
  }

  /** Reads one answer, which must be a 200. */
  private static void read(InputStream in) throws IOException {
    String status = line(in);
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (!status.contains(" 200 ")) {
      throw new IOException(status + ": " + new String(body, StandardCharsets.UTF_8));
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the hub closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
