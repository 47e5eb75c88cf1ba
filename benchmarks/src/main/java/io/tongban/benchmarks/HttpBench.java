package io.tongban.benchmarks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Whole authorised calls of a data service over HTTP: token and DPoP proof checked, policy asked,
 * three sources on PostgreSQL looked up, receipt durable. The load generator runs on the same
 * cores; its proofs are signed beforehand, since signing is the clients' work.
 */
final class HttpBench {
  private static final int CONNECTIONS = 32;
  private static final int PER_SECOND = 1_500;

  /** Calls of a portion: so many that their proofs are still fresh when the last is sent. */
  private static final int CALLS = 6 * PER_SECOND;

  /** Portions until the JVM has compiled what is called often. */
  private static final int WARM_UP = 14;

  private HttpBench() {}

  static void run(Report report, Path home, LookupWorld world, boolean quick)
      throws IOException, InterruptedException, JOSEException, ParseException, ExecutionException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("bench").generate();
    try (HubUnderLoad hub = HubUnderLoad.start(home)) {
      hub.apply(world.definitions(key.toPublicJWK().toJSONString()));
      for (int i = 0; i < WARM_UP; i++) {
        whole(hub, key);
      }
      int portions = quick ? 1 : 4;
      double seconds = 0;
      for (int i = 0; i < portions; i++) {
        seconds += whole(hub, key);
      }
      report.floor("http_per_s", portions * CALLS / seconds, "1/s", PER_SECOND);
      double[] millis = new double[portions * CALLS];
      for (int i = 0; i < portions; i++) {
        System.arraycopy(paced(hub, key), 0, millis, i * CALLS, CALLS);
      }
      Arrays.sort(millis);
      report.figure("http_p50_ms", millis[millis.length / 2], "ms");
      report.ceiling("http_p99_ms", millis[millis.length * 99 / 100], "ms", 50);
    }
  }

  /** As many calls a second as it takes; returns the seconds a portion took. */
  private static double whole(HubUnderLoad hub, ECKey key)
      throws IOException, InterruptedException, JOSEException, ExecutionException {
    List<byte[]> requests = requests(hub, key);
    long start = System.nanoTime();
    send(hub.url(), requests, 0);
    return (System.nanoTime() - start) / 1e9;
  }

  /** Latencies of a portion at a fixed rate, each from the moment its call was due. */
  private static double[] paced(HubUnderLoad hub, ECKey key)
      throws IOException, InterruptedException, JOSEException, ExecutionException {
    return send(hub.url(), requests(hub, key), 1_000_000_000L / PER_SECOND);
  }

  private static List<byte[]> requests(HubUnderLoad hub, ECKey key)
      throws IOException, InterruptedException, JOSEException {
    URI service = hub.url().resolve("/v1/services/" + LookupWorld.LOOKUP);
    String token = hub.token("bench", key);
    Random random = new Random();
    List<byte[]> requests = new ArrayList<>(CALLS);
    for (int i = 0; i < CALLS; i++) {
      String body =
          "{\"purpose\":\"bench\",\"parameters\":{\"id\":\""
              + LookupWorld.key(random.nextInt(LookupWorld.ROWS))
              + "\"}}";
      requests.add(
          ("POST "
                  + service.getPath()
                  + " HTTP/1.1\r\nHost: "
                  + service.getAuthority()
                  + "\r\nAuthorization: DPoP "
                  + token
                  + "\r\nDPoP: "
                  + HubUnderLoad.proof(key, "POST", service, token)
                  + "\r\nContent-Type: application/json\r\nContent-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body)
              .getBytes(StandardCharsets.US_ASCII));
    }
    return requests;
  }

  /**
   * Sends all requests over a fixed number of connections.
   *
   * @param everyNanos when each is due after the one before, 0 for as fast as it goes
   * @return milliseconds of each
   */
  private static double[] send(URI hub, List<byte[]> requests, long everyNanos)
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
