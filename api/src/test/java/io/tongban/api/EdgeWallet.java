package io.tongban.api;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.tongban.hub.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A wallet over HTTP on JOSE primitives: its keys, its proofs and its requests. */
final class EdgeWallet {
  private final String clientId;
  private final ECKey attester = newKey();
  private final ECKey instance = newKey();
  private final ECKey dpopKey = newKey();
  private final ECKey holder = newKey();

  EdgeWallet(String clientId) {
    this.clientId = clientId;
  }

  static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /** The public key of who attests its instances. */
  String attesterKey() {
    return attester.toPublicJWK().toJSONString();
  }

  static String sign(JWSHeader.Builder header, JWTClaimsSet.Builder claims, ECKey key) {
    try {
      SignedJWT jwt = new SignedJWT(header.build(), claims.build());
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("a P-256 key signs ES256", e);
    }
  }

  private static JWSHeader.Builder header(String type) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type));
  }

  private static JWTClaimsSet.Builder now() {
    return new JWTClaimsSet.Builder().jwtID(UUID.randomUUID().toString()).issueTime(new Date());
  }

  /** A request that says which wallet asks. */
  RequestSpecification attested(String issuer) {
    return given()
        .header(
            "OAuth-Client-Attestation",
            sign(
                header("oauth-client-attestation+jwt"),
                new JWTClaimsSet.Builder()
                    .subject(clientId)
                    .expirationTime(new Date(System.currentTimeMillis() + 3_600_000))
                    .claim("cnf", Map.of("jwk", instance.toPublicJWK().toJSONObject())),
                attester))
        .header(
            "OAuth-Client-Attestation-PoP",
            sign(header("oauth-client-attestation-pop+jwt"), now().audience(issuer), instance));
  }

  /**
   * A DPoP proof.
   *
   * @param nonce or null
   * @param token the access token it goes with, or null
   */
  String dpop(String url, String nonce, String token) {
    return sign(
        header("dpop+jwt").jwk(dpopKey.toPublicJWK()),
        now()
            .claim("htm", "POST")
            .claim("htu", url)
            .claim("nonce", nonce)
            .claim("ath", token == null ? null : hash(token)),
        dpopKey);
  }

  /** Asks an authority for a certificate; {@code scheme} is DPoP or Bearer. */
  Response credential(String issuer, String scheme, String token, String configuration) {
    String path = path(issuer);
    String nonce = given().post(path + "/nonce").path("c_nonce");
    String proof =
        sign(
            header("openid4vci-proof+jwt").jwk(holder.toPublicJWK()),
            now().audience(issuer).claim("nonce", nonce),
            holder);
    ObjectNode request = CanonicalJson.mapper().createObjectNode();
    request.put("credential_configuration_id", configuration);
    request.putObject("proofs").putArray("jwt").add(proof);
    RequestSpecification with = given().header("Authorization", scheme + " " + token);
    if (scheme.equals("DPoP")) {
      with.header("DPoP", dpop(issuer + "/credential", null, token));
    }
    return with.contentType("application/json").body(request.toString()).post(path + "/credential");
  }

  static String path(String url) {
    return url.replaceFirst("^https?://[^/]+", "");
  }

  /** The claims of a JWT. */
  static JsonNode claims(String jwt) {
    return CanonicalJson.read(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
  }

  /** The certificate with the one claim of that name and a KB-JWT for the request. */
  String present(String credential, String claim, JsonNode request) {
    String[] parts = credential.split("~");
    StringBuilder shown = new StringBuilder(parts[0]).append('~');
    for (int i = 1; i < parts.length; i++) {
      String disclosure =
          new String(Base64.getUrlDecoder().decode(parts[i]), StandardCharsets.UTF_8);
      if (disclosure.contains("\"" + claim + "\"")) {
        shown.append(parts[i]).append('~');
      }
    }
    return shown
        + sign(
            header("kb+jwt"),
            new JWTClaimsSet.Builder()
                .issueTime(new Date())
                .audience(request.get("client_id").asText())
                .claim("nonce", request.get("nonce").asText())
                .claim("sd_hash", hash(shown.toString())),
            holder);
  }

  /** Answers a request for presentations, encrypted as HAIP asks. */
  Response answer(JsonNode request, String query, String presentation) {
    try {
      ECKey to = ECKey.parse(request.at("/client_metadata/jwks/keys/0").toString());
      JWEObject jwe =
          new JWEObject(
              new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
                  .keyID(to.getKeyID())
                  .build(),
              new Payload(
                  Map.of(
                      "state",
                      request.get("state").asText(),
                      "vp_token",
                      Map.of(query, List.of(presentation)))));
      jwe.encrypt(new ECDHEncrypter(to));
      return given()
          .contentType("application/x-www-form-urlencoded")
          .formParam("response", jwe.serialize())
          .post(path(request.get("response_uri").asText()));
    } catch (ParseException | JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static String hash(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(CanonicalJson.sha256(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
