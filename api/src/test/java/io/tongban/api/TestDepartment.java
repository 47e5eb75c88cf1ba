package io.tongban.api;

import static io.restassured.RestAssured.given;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;

/** A department's system: private_key_jwt, DPoP, then a request. */
final class TestDepartment {
  private final URI hub;
  private final String client;
  private final ECKey key;

  TestDepartment(URI hub, String client, ECKey key) {
    this.hub = hub;
    this.client = client;
    this.key = key;
  }

  Response get(String path) {
    return authorised("GET", path).get(path);
  }

  /** With a further header; without it where the value is null. */
  Response get(String path, String header, String value) {
    RequestSpecification request = authorised("GET", path);
    return (value == null ? request : request.header(header, value)).get(path);
  }

  Response post(String path, String json) {
    return authorised("POST", path).contentType("application/json").body(json).post(path);
  }

  private RequestSpecification authorised(String method, String path) {
    try {
      DefaultDPoPProofFactory proofs = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
      DPoPAccessToken token = token(proofs);
      // a proof names the address without its query (RFC 9449, section 4.2)
      URI address = hub.resolve(path.replaceFirst("\\?.*", ""));
      return given()
          .accept("application/json")
          .header("Authorization", token.toAuthorizationHeader())
          .header("DPoP", proofs.createDPoPJWT(method, address, token).serialize());
    } catch (JOSEException e) {
      throw new IllegalStateException("a P-256 key signs ES256", e);
    }
  }

  private DPoPAccessToken token(DefaultDPoPProofFactory proofs) throws JOSEException {
    URI endpoint = hub.resolve("/token");
    PrivateKeyJWT authentication =
        new PrivateKeyJWT(
            new ClientID(client),
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
    return new DPoPAccessToken(
        given()
            .header("DPoP", proofs.createDPoPJWT("POST", endpoint).serialize())
            .contentType("application/x-www-form-urlencoded")
            .body(form)
            .post("/token")
            .then()
            .statusCode(200)
            .extract()
            .path("access_token"));
  }
}
