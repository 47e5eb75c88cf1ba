package io.tongban.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/**
 * A department's system as its programmers would write it: a token by {@code private_key_jwt} (RFC
 * 7523), bound to its key with DPoP (RFC 9449), and JSON over HTTP.
 */
final class HubClient {
  static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI hub;
  private final String clientId;
  private final ECKey key;
  private String token;
  private Instant tokenEnds = Instant.MIN;

  HubClient(URI hub, String clientId, ECKey key) {
    this.hub = hub;
    this.clientId = clientId;
    this.key = key;
  }

  /** An answer of the hub. */
  record Answer(int status, JsonNode body, byte[] bytes) {
    /** The body of an answer that must be a success. */
    JsonNode ok() {
      if (status / 100 != 2) {
        throw new IllegalStateException("the hub answered " + status + ": " + body);
      }
      return body;
    }
  }

  Answer get(String path) {
    return send("GET", path, null, null, true);
  }

  /** Without a token. */
  Answer getPublic(String path) {
    return send("GET", path, null, null, false);
  }

  Answer post(String path, Object body) {
    try {
      return send("POST", path, JSON.writeValueAsBytes(body), "application/json", true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer post(String path, byte[] body, String contentType) {
    return send("POST", path, body, contentType, true);
  }

  private Answer send(
      String method, String path, byte[] body, String contentType, boolean authenticated) {
    URI uri = hub.resolve(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(120));
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body));
    request.header("Accept-Language", "en");
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (authenticated) {
      String bearer = token();
      request.header("Authorization", "DPoP " + bearer).header("DPoP", proof(method, uri, bearer));
    }
    return exchange(request.build());
  }

  private Answer exchange(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      String type = response.headers().firstValue("Content-Type").orElse("");
      JsonNode json =
          type.contains("json") && response.body().length > 0
              ? JSON.readTree(response.body())
              : NullNode.instance;
      return new Answer(response.statusCode(), json, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the hub", e);
    }
  }

  private String token() {
    if (Instant.now().isBefore(tokenEnds)) {
      return token;
    }
    URI endpoint = hub.resolve("/token");
    String form =
        form(
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                clientId,
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                assertion(endpoint)));
    Answer answer =
        exchange(
            HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("DPoP", proof("POST", endpoint, null))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    token = answer.ok().get("access_token").asText();
    tokenEnds = Instant.now().plusSeconds(answer.body().get("expires_in").asLong() - 20);
    return token;
  }

  static String form(Map<String, String> fields) {
    StringBuilder out = new StringBuilder();
    fields.forEach(
        (name, value) ->
            out.append(out.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return out.toString();
  }

  private String assertion(URI audience) {
    Instant now = Instant.now();
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build(),
        new JWTClaimsSet.Builder()
            .issuer(clientId)
            .subject(clientId)
            .audience(audience.toString())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .build());
  }

  private String proof(String method, URI uri, String accessToken) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .claim("htm", method)
            .claim("htu", withoutQuery(uri))
            .issueTime(new Date());
    if (accessToken != null) {
      claims.claim("ath", sha256(accessToken));
    }
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("dpop+jwt"))
            .jwk(key.toPublicJWK())
            .build(),
        claims.build());
  }

  private static String withoutQuery(URI uri) {
    String text = uri.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }

  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private String sign(JWSHeader header, JWTClaimsSet claims) {
    try {
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("the client's key does not sign", e);
    }
  }
}
