package io.tongban.benchmarks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.hub.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The packaged hub in a process of its own, as {@code ./tongban run} starts a busy one. */
final class HubUnderLoad implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  /** What docs/operations.md tells to give a busy hub; the launcher's default is for a try-out. */
  private static final String HEAP = "512m";

  private final Process process;
  private final URI url;
  private final Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  private HubUnderLoad(Process process, URI url, Path data) {
    this.process = process;
    this.url = url;
    this.data = data;
  }

  /** A hub that somebody else started; only asked for tokens, never closed. */
  static HubUnderLoad at(URI url) {
    return new HubUnderLoad(null, url, null);
  }

  /** The same, with its data directory, so that definitions can be applied. */
  static HubUnderLoad at(URI url, Path data) {
    return new HubUnderLoad(null, url, data);
  }

  static HubUnderLoad start(Path home) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path data = Files.createTempDirectory("tongban-bench");
    ProcessBuilder builder =
        new ProcessBuilder(
            home.resolve("tongban").toString(),
            "run",
            "--no-example",
            "--port",
            String.valueOf(port),
            "--data",
            data.toString());
    builder.environment().put("TONGBAN_HEAP", HEAP);
    builder.redirectErrorStream(true).redirectOutput(data.resolve("run.log").toFile());
    HubUnderLoad hub =
        new HubUnderLoad(builder.start(), URI.create("http://localhost:" + port), data);
    hub.awaitReady();
    return hub;
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        HttpRequest ready = HttpRequest.newBuilder(url.resolve("/q/health/ready")).build();
        if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // it is starting
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new IOException("the hub did not start; see " + data.resolve("run.log"));
  }

  URI url() {
    return url;
  }

  /** Applies one YAML text as the operator. */
  void apply(String yaml) throws IOException, InterruptedException, JOSEException, ParseException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("bench.yaml"));
      zip.write(yaml.getBytes(StandardCharsets.UTF_8));
    }
    ECKey operator = ECKey.parse(Files.readString(data.resolve("operator.jwk")));
    URI definitions = url.resolve("/v1/definitions");
    String token = token("local-operator", operator);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(definitions)
                .header("Authorization", "DPoP " + token)
                .header("DPoP", proof(operator, "POST", definitions, token))
                .header("Content-Type", "application/zip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the definitions were refused: " + answer.body());
    }
  }

  /** An access token of a client. */
  String token(String client, ECKey key) throws IOException, InterruptedException, JOSEException {
    URI endpoint = url.resolve("/token");
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(client)
            .subject(client)
            .audience(endpoint.toString())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(new Date())
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .build();
    SignedJWT assertion =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    assertion.sign(new ECDSASigner(key));
    String form =
        "grant_type=client_credentials&client_assertion_type="
            + URLEncoder.encode(
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
            + "&client_assertion="
            + assertion.serialize();
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(endpoint)
                .header("DPoP", proof(key, "POST", endpoint, null))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("no token: " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return CanonicalJson.read(answer.body()).path("access_token").asText();
  }

  /** A DPoP proof (RFC 9449) for one request. */
  static String proof(ECKey key, String method, URI uri, String token) throws JOSEException {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .claim("htm", method)
            .claim("htu", uri.toString())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(new Date());
    if (token != null) {
      claims.claim(
          "ath",
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(CanonicalJson.sha256(token.getBytes(StandardCharsets.US_ASCII))));
    }
    SignedJWT proof =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK())
                .build(),
            claims.build());
    proof.sign(new ECDSASigner(key));
    return proof.serialize();
  }

  /** Stops the hub and deletes what it wrote: a ledger of many calls is large. */
  @Override
  public void close() throws IOException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    all.forEach(one -> one.onExit().join());
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
