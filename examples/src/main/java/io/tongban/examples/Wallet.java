package io.tongban.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A holder's wallet on public protocols only: OpenID4VCI 1.0 (pre-authorised code) to obtain an
 * SD-JWT VC, RFC 9901 to show it with key binding. It knows nothing of the hub but what the offer
 * and the metadata say.
 */
final class Wallet {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ECKey key;
  private String credential;

  Wallet() {
    try {
      this.key = new ECKeyGenerator(Curve.P_256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /** Takes up an offer and keeps the credential. */
  void accept(URI offerUri, String transactionCode) throws IOException, InterruptedException {
    JsonNode offer = HubClient.JSON.readTree(parameter(offerUri, "credential_offer"));
    URI issuer = URI.create(offer.get("credential_issuer").asText());
    String configuration = offer.get("credential_configuration_ids").get(0).asText();
    JsonNode metadata = get(wellKnown(issuer, "openid-credential-issuer"));
    URI authorizationServer =
        metadata.has("authorization_servers")
            ? URI.create(metadata.get("authorization_servers").get(0).asText())
            : issuer;
    JsonNode server = get(wellKnown(authorizationServer, "oauth-authorization-server"));
    JsonNode grant =
        offer.get("grants").get("urn:ietf:params:oauth:grant-type:pre-authorized_code");
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:pre-authorized_code");
    form.put("pre-authorized_code", grant.get("pre-authorized_code").asText());
    if (transactionCode != null) {
      form.put("tx_code", transactionCode);
    }
    JsonNode token =
        send(
            HttpRequest.newBuilder(URI.create(server.get("token_endpoint").asText()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(HubClient.form(form)))
                .build());
    JsonNode nonce =
        send(
            HttpRequest.newBuilder(URI.create(metadata.get("nonce_endpoint").asText()))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    ObjectNode request = HubClient.JSON.createObjectNode();
    request.put("credential_configuration_id", configuration);
    request.putObject("proofs").putArray("jwt").add(proof(issuer, nonce.get("c_nonce").asText()));
    JsonNode answer =
        send(
            HttpRequest.newBuilder(URI.create(metadata.get("credential_endpoint").asText()))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token.get("access_token").asText())
                .POST(
                    HttpRequest.BodyPublishers.ofByteArray(
                        HubClient.JSON.writeValueAsBytes(request)))
                .build());
    credential = answer.get("credentials").get(0).get("credential").asText();
  }

  /** The credential as it was issued. */
  String credential() {
    return credential;
  }

  /** Shows only the claims named, bound to the verifier and its nonce. */
  String present(Set<String> claims, String audience, String nonce) {
    String[] parts = credential.split("~");
    List<String> shown = new ArrayList<>(List.of(parts[0]));
    for (int i = 1; i < parts.length; i++) {
      if (claims.contains(claimName(parts[i]))) {
        shown.add(parts[i]);
      }
    }
    String presentation = String.join("~", shown) + "~";
    JWTClaimsSet binding =
        new JWTClaimsSet.Builder()
            .issueTime(new Date())
            .audience(audience)
            .claim("nonce", nonce)
            .claim("sd_hash", HubClient.sha256(presentation))
            .build();
    return presentation
        + sign(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("kb+jwt")).build(),
            binding);
  }

  private static String claimName(String disclosure) {
    try {
      JsonNode array = HubClient.JSON.readTree(Base64.getUrlDecoder().decode(disclosure));
      return array.get(1).asText();
    } catch (IOException e) {
      throw new IllegalStateException("a disclosure is not JSON", e);
    }
  }

  private String proof(URI issuer, String nonce) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(issuer.toString())
            .issueTime(new Date())
            .claim("nonce", nonce)
            .build();
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("openid4vci-proof+jwt"))
            .jwk(key.toPublicJWK())
            .build(),
        claims);
  }

  private String sign(JWSHeader header, JWTClaimsSet claims) {
    try {
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("the wallet's key does not sign", e);
    }
  }

  /** The well-known part stands between host and path (RFC 8414, section 3). */
  private static URI wellKnown(URI issuer, String name) {
    return issuer.resolve("/.well-known/" + name + issuer.getPath());
  }

  private static String parameter(URI uri, String name) {
    for (String pair : uri.getRawQuery().split("&")) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    throw new IllegalArgumentException("the offer has no " + name);
  }

  private JsonNode get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).header("Accept", "application/json").build());
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          "the issuer answered "
              + response.statusCode()
              + ": "
              + new String(response.body(), StandardCharsets.UTF_8));
    }
    return HubClient.JSON.readTree(response.body());
  }
}
