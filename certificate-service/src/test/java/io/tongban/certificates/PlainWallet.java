package io.tongban.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A wallet on the protocols' texts alone: JSON in, JSON out, nothing of the hub's but its door. */
public final class PlainWallet {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final CredentialIssuer door;
  private final Clock clock;
  private final ECKey key = newKey();
  private final ECKey dpopKey = newKey();

  public PlainWallet(CredentialIssuer door, Clock clock) {
    this.door = door;
    this.clock = clock;
  }

  public static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public ECKey key() {
    return key;
  }

  public static JsonNode offer(URI uri) {
    String query = uri.getRawQuery();
    return json(
        URLDecoder.decode(query.substring("credential_offer=".length()), StandardCharsets.UTF_8));
  }

  public static String code(URI uri) {
    return offer(uri).findValue("pre-authorized_code").asText();
  }

  public static Map<String, List<String>> form(String code) {
    return Map.of(
        "grant_type", List.of("urn:ietf:params:oauth:grant-type:pre-authorized_code"),
        "pre-authorized_code", List.of(code));
  }

  /** From the offer to the credential. */
  public String obtain(URI uri) {
    String issuer = offer(uri).get("credential_issuer").asText();
    String authority = issuer.substring(issuer.lastIndexOf('/') + 1);
    String token = door.token(authority, form(code(uri)), List.of()).get("access_token").asText();
    String configuration = offer(uri).get("credential_configuration_ids").get(0).asText();
    JsonNode answer =
        door.credential(
            authority,
            new CredentialIssuer.TokenUse("Bearer " + token, List.of()),
            request(configuration, proof(issuer, nonce(authority))));
    return answer.get("credentials").get(0).get("credential").asText();
  }

  public String nonce(String authority) {
    return door.nonce(authority).get("c_nonce").asText();
  }

  public static ObjectNode request(String configuration, String proof) {
    ObjectNode request = JSON.createObjectNode();
    request.put("credential_configuration_id", configuration);
    request.putObject("proofs").putArray("jwt").add(proof);
    return request;
  }

  public String proof(String issuer, String nonce) {
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("openid4vci-proof+jwt"))
            .jwk(key.toPublicJWK())
            .build(),
        new JWTClaimsSet.Builder().audience(issuer).issueTime(now()).claim("nonce", nonce).build(),
        key);
  }

  public String dpop(String url, String accessToken) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .claim("htm", "POST")
            .claim("htu", url)
            .issueTime(now());
    if (accessToken != null) {
      claims.claim("ath", hash(accessToken));
    }
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("dpop+jwt"))
            .jwk(dpopKey.toPublicJWK())
            .build(),
        claims.build(),
        dpopKey);
  }

  /** Shows the named claims with a KB-JWT. */
  public String present(String credential, String nonce, String audience, String... claims) {
    String shown = disclose(credential, claims);
    return shown + binding(shown, nonce, audience, clock.instant(), key);
  }

  /** Keeps the named disclosures only. */
  public static String disclose(String credential, String... claims) {
    String[] parts = credential.split("~");
    StringBuilder shown = new StringBuilder(parts[0]).append('~');
    for (int i = 1; i < parts.length; i++) {
      String name =
          json(new String(Base64.getUrlDecoder().decode(parts[i]), StandardCharsets.UTF_8))
              .get(1)
              .asText();
      if (Arrays.asList(claims).contains(name)) {
        shown.append(parts[i]).append('~');
      }
    }
    return shown.toString();
  }

  public static String binding(
      String shown, String nonce, String audience, Instant at, ECKey signer) {
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("kb+jwt")).build(),
        new JWTClaimsSet.Builder()
            .issueTime(Date.from(at))
            .audience(audience)
            .claim("nonce", nonce)
            .claim("sd_hash", hash(shown))
            .build(),
        signer);
  }

  private Date now() {
    return Date.from(clock.instant());
  }

  public static String hash(String text) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String sign(JWSHeader header, JWTClaimsSet claims, ECKey signer) {
    try {
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(new ECDSASigner(signer));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
