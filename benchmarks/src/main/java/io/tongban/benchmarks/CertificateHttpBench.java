package io.tongban.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Verifications by a department over HTTP, each with a token, a DPoP proof, a holder's key binding
 * and a durable receipt; and a status list as any verifier fetches it.
 */
final class CertificateHttpBench {
  private static final String AUDIENCE = "https://counter.bench";
  private static final String NONCE = "n-bench";
  private static final int HOLDERS = 50;
  private static final int LISTS_PER_SECOND = 10_000;

  private final HubUnderLoad hub;
  private final ECKey key;
  private final HttpClient http = HttpClient.newHttpClient();

  private CertificateHttpBench(HubUnderLoad hub, ECKey key) {
    this.hub = hub;
    this.key = key;
  }

  /** A holder with a certificate. */
  private record Holder(BenchWallet wallet, String credential) {}

  static void run(Report report, Path home, boolean quick) throws Exception {
    LookupWorld world = FederationBench.onPostgres();
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("bench").generate();
    String jwk = key.toPublicJWK().toJSONString();
    try (HubUnderLoad hub = HubUnderLoad.start(home)) {
      hub.apply(world.definitions(jwk) + CertificateWorld.definitions(jwk));
      new CertificateHttpBench(hub, key).measure(report, quick ? 1 : 4);
    }
  }

  private void measure(Report report, int portions) throws Exception {
    List<Holder> holders = new ArrayList<>();
    for (int i = 0; i < HOLDERS; i++) {
      holders.add(holder(i));
    }
    HttpLoad verify = new HttpLoad(hub.url(), calls -> verifications(holders, calls)).warm();
    report.floor("http_verify_per_s", verify.perSecond(portions), "1/s", HttpLoad.PER_SECOND);
    double[] millis = verify.paced(portions);
    report.figure("http_verify_p50_ms", millis[millis.length / 2], "ms");
    report.ceiling("http_verify_p99_ms", millis[millis.length * 99 / 100], "ms", 50);
    URI list = statusList(holders.get(0).credential());
    HttpLoad lists =
        new HttpLoad(hub.url(), calls -> Collections.nCopies(calls, HttpLoad.get(list))).warm();
    report.floor("statuslist_per_s", lists.perSecond(portions), "1/s", LISTS_PER_SECOND);
  }

  private List<byte[]> verifications(List<Holder> holders, int calls) throws Exception {
    URI target = hub.url().resolve("/v1/verify");
    String token = hub.token("bench", key);
    List<byte[]> requests = new ArrayList<>(calls);
    for (int i = 0; i < calls; i++) {
      Holder holder = holders.get(i % holders.size());
      ObjectNode body = CanonicalJson.mapper().createObjectNode();
      body.put("purpose", "bench").put("nonce", NONCE).put("audience", AUDIENCE);
      body.put(
          "presentation",
          holder.wallet().present(holder.credential(), NONCE, AUDIENCE, Instant.now()));
      requests.add(HttpLoad.post(target, key, token, body.toString()));
    }
    return requests;
  }

  /** Offers a certificate and fetches it. */
  private Holder holder(int person) throws Exception {
    URI offers = hub.url().resolve("/v1/certificates/offers");
    String token = hub.token(CertificateWorld.ISSUING, key);
    ObjectNode wanted = CanonicalJson.mapper().createObjectNode();
    wanted.put("type", CertificateWorld.TYPE);
    wanted.putObject("parameters").put("id", LookupWorld.key(person));
    JsonNode offer =
        sent(
            HttpRequest.newBuilder(offers)
                .header("Authorization", "DPoP " + token)
                .header("DPoP", HubUnderLoad.proof(key, "POST", offers, token))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(wanted.toString())));
    BenchWallet wallet = BenchWallet.create();
    return new Holder(
        wallet, fetched(wallet, BenchWallet.code(URI.create(offer.path("uri").asText()))));
  }

  private String fetched(BenchWallet wallet, String code) throws Exception {
    String issuer = hub.url() + "/issuer/" + CertificateWorld.AUTHORITY;
    String form =
        "grant_type=urn:ietf:params:oauth:grant-type:pre-authorized_code&pre-authorized_code="
            + URLEncoder.encode(code, StandardCharsets.UTF_8);
    JsonNode token = sent(post(issuer + "/token", "application/x-www-form-urlencoded", form));
    JsonNode nonce = sent(post(issuer + "/nonce", "application/json", ""));
    String proof = wallet.proof(issuer, nonce.path("c_nonce").asText(), Instant.now());
    JsonNode answer =
        sent(
            post(
                    issuer + "/credential",
                    "application/json",
                    CertificateBench.request(proof).toString())
                .header("Authorization", "Bearer " + token.path("access_token").asText()));
    return answer.at("/credentials/0/credential").asText();
  }

  private static HttpRequest.Builder post(String url, String type, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private JsonNode sent(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return CanonicalJson.read(answer.body());
  }

  /** Where a certificate's status is told. */
  private static URI statusList(String credential) {
    byte[] payload = java.util.Base64.getUrlDecoder().decode(credential.split("[.~]")[1]);
    return URI.create(CanonicalJson.read(payload).at("/status/status_list/uri").asText());
  }
}
