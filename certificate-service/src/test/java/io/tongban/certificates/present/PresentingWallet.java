package io.tongban.certificates.present;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.certificates.CredentialVerifier;
import io.tongban.certificates.PlainWallet;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The presenting half of a wallet, on JOSE primitives: OpenID4VP 1.0 as HAIP 1.0 narrows it. */
public final class PresentingWallet {
  private final CredentialVerifier door;
  private final ECKey key;
  private final Clock clock;

  public PresentingWallet(CredentialVerifier door, ECKey key, Clock clock) {
    this.door = door;
    this.key = key;
    this.clock = clock;
  }

  /**
   * A request that the wallet checked.
   *
   * @param claims of the request object
   */
  public record Request(UUID id, X509Certificate leaf, JsonNode claims) {
    String clientId() {
      return claims.get("client_id").asText();
    }

    String nonce() {
      return claims.get("nonce").asText();
    }

    String state() {
      return claims.get("state").asText();
    }

    JsonNode encryptionKey() {
      return claims.get("client_metadata").get("jwks").get("keys").get(0);
    }
  }

  static Map<String, String> parameters(URI link) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : link.getRawQuery().split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  /** Follows a link, with a nonce of its own where the request is fetched by POST. */
  public Request fetch(URI link, String walletNonce) {
    Map<String, String> parameters = parameters(link);
    UUID id = id(parameters.get("request_uri"));
    String jwt =
        door.request(
            id, walletNonce == null ? Map.of() : Map.of("wallet_nonce", List.of(walletNonce)));
    Request request = checked(id, jwt);
    assertThat(request.clientId()).isEqualTo(parameters.get("client_id"));
    assertThat(request.claims().path("wallet_nonce").textValue()).isEqualTo(walletNonce);
    return request;
  }

  static UUID id(String uri) {
    String[] parts = uri.split("/");
    return UUID.fromString(parts[parts.length - 2]);
  }

  /** What HAIP tells a wallet to check before it shows anything to its holder. */
  private Request checked(UUID id, String text) {
    try {
      SignedJWT jwt = SignedJWT.parse(text);
      assertThat(jwt.getHeader().getType().getType()).isEqualTo("oauth-authz-req+jwt");
      assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
      assertThat(jwt.getHeader().getX509CertChain()).hasSize(1);
      byte[] der = jwt.getHeader().getX509CertChain().get(0).decode();
      X509Certificate leaf =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      assertThat(leaf.getSubjectX500Principal()).isNotEqualTo(leaf.getIssuerX500Principal());
      assertThat(jwt.verify(new ECDSAVerifier((ECPublicKey) leaf.getPublicKey()))).isTrue();
      JsonNode claims = PlainWallet.json(jwt.getPayload().toString());
      assertThat(claims.get("client_id").asText())
          .isEqualTo("x509_hash:" + base64url(MessageDigest.getInstance("SHA-256").digest(der)));
      assertThat(claims.get("aud").asText()).isEqualTo("https://self-issued.me/v2");
      assertThat(claims.get("response_type").asText()).isEqualTo("vp_token");
      assertThat(claims.get("response_mode").asText()).isEqualTo("direct_post.jwt");
      assertThat(claims.get("response_uri").asText()).startsWith("http://hub.test/presentations/");
      return new Request(id, leaf, claims);
    } catch (ParseException | JOSEException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Shows the named claims, bound to the request. */
  public String present(Request request, String credential, String... claims) {
    return bound(
        PlainWallet.disclose(credential, claims), request.nonce(), request.clientId(), key);
  }

  /** As {@link #present}, agreeing to the request's transaction data. */
  String agree(Request request, String credential, List<String> hashes, String... claims) {
    String shown = PlainWallet.disclose(credential, claims);
    return shown
        + PlainWallet.sign(
            header(),
            new JWTClaimsSet.Builder(binding(shown, request.nonce(), request.clientId()))
                .claim("transaction_data_hashes", hashes)
                .claim("transaction_data_hashes_alg", "sha-256")
                .build(),
            key);
  }

  String bound(String shown, String nonce, String audience, ECKey signer) {
    return shown + PlainWallet.sign(header(), binding(shown, nonce, audience), signer);
  }

  private static JWSHeader header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("kb+jwt")).build();
  }

  private JWTClaimsSet binding(String shown, String nonce, String audience) {
    return new JWTClaimsSet.Builder()
        .issueTime(Date.from(clock.instant()))
        .audience(audience)
        .claim("nonce", nonce)
        .claim("sd_hash", PlainWallet.hash(shown))
        .build();
  }

  /** Answers with one presentation of each credential. */
  public Optional<URI> answer(Request request, Map<String, String> presentations) {
    return post(request.id(), encrypted(request, payload(request.state(), presentations)));
  }

  static Map<String, Object> payload(String state, Map<String, String> presentations) {
    Map<String, Object> vpToken = new LinkedHashMap<>();
    presentations.forEach((id, text) -> vpToken.put(id, List.of(text)));
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("state", state);
    payload.put("vp_token", vpToken);
    return payload;
  }

  Optional<URI> post(UUID id, String response) {
    return door.respond(id, Map.of("response", List.of(response)));
  }

  static String encrypted(Request request, Map<String, Object> payload) {
    return encrypted(request.encryptionKey(), EncryptionMethod.A256GCM, payload);
  }

  static String encrypted(JsonNode jwk, EncryptionMethod method, Map<String, Object> payload) {
    try {
      ECKey to = ECKey.parse(jwk.toString());
      JWEObject jwe =
          new JWEObject(
              new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, method).keyID(to.getKeyID()).build(),
              new Payload(payload));
      jwe.encrypt(new ECDHEncrypter(to));
      return jwe.serialize();
    } catch (ParseException | JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
