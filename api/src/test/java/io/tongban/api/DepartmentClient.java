package io.tongban.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A department's system: its key, its DPoP-bound token and its requests. */
final class DepartmentClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String name;
  private final ECKey key;
  private URI hub;
  private DPoPAccessToken token;

  DepartmentClient(String name) {
    this.name = name;
    try {
      this.key =
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .keyID("k1")
              .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  void at(URI url) {
    hub = url;
  }

  String publicKey() {
    return key.toPublicJWK().toJSONString();
  }

  /** As the command line reads it. */
  String privateKey() {
    return key.toJSONString();
  }

  /** The bound access token. */
  String token() {
    if (token == null) {
      token = fetched();
    }
    return token.getValue();
  }

  private DPoPAccessToken fetched() {
    try {
      URI endpoint = hub.resolve("/token");
      var authentication =
          new PrivateKeyJWT(
              new ClientID(name),
              endpoint,
              JWSAlgorithm.ES256,
              key.toECPrivateKey(),
              key.getKeyID(),
              null);
      String form =
          new TokenRequest.Builder(endpoint, authentication, new ClientCredentialsGrant())
              .build()
              .toHTTPRequest()
              .getBody();
      var response =
          http.send(
              HttpRequest.newBuilder(endpoint)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header(
                      "DPoP",
                      new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256)
                          .createDPoPJWT("POST", endpoint)
                          .serialize())
                  .POST(HttpRequest.BodyPublishers.ofString(form))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return new DPoPAccessToken(CanonicalJson.read(response.body()).path("access_token").asText());
    } catch (JOSEException | IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An answer of the hub. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return CanonicalJson.read(response.body());
    }

    String code() {
      return json().path("code").asText();
    }

    String header(String header) {
      return response.headers().firstValue(header).orElse(null);
    }
  }

  Answer get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  Answer delete(String path) {
    return send("DELETE", path, null);
  }

  Answer post(String path, String json, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return send("POST", path, json, all);
  }

  Answer send(String method, String path, String body, String... headers) {
    try {
      URI uri = hub.resolve(path);
      URI bare = URI.create(uri.toString().replaceAll("\\?.*", ""));
      String held = token();
      var request =
          HttpRequest.newBuilder(uri)
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body))
              .header("Authorization", "DPoP " + held)
              .header(
                  "DPoP",
                  new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256)
                      .createDPoPJWT(method, bare, new DPoPAccessToken(held))
                      .serialize());
      if (headers.length > 0) {
        request.headers(headers);
      }
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (JOSEException | IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
