package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.ClientAttestation;
import io.tongban.certificates.CredentialIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** The façade wallets talk to. */
@ApplicationScoped
class OpenId4VciIssuer implements CredentialIssuer {
  private final Types types;
  private final IssuerMetadata metadata;
  private final Offering offering;
  private final TokenEndpoint tokens;
  private final Nonces nonces;
  private final CredentialEndpoint credentials;

  @Inject
  OpenId4VciIssuer(
      Types types,
      IssuerMetadata metadata,
      Offering offering,
      TokenEndpoint tokens,
      Nonces nonces,
      CredentialEndpoint credentials) {
    this.types = types;
    this.metadata = metadata;
    this.offering = offering;
    this.tokens = tokens;
    this.nonces = nonces;
    this.credentials = credentials;
  }

  @Override
  public ObjectNode metadata(String authority) {
    return metadata.issuer(authority);
  }

  @Override
  public String signedMetadata(String authority) {
    return metadata.signedIssuer(authority);
  }

  @Override
  public ObjectNode authorizationServer(String authority) {
    return metadata.authorizationServer(authority);
  }

  @Override
  public ObjectNode issuerKeys(String authority) {
    return metadata.issuerKeys(authority);
  }

  @Override
  public ObjectNode typeMetadata(String type) {
    return metadata.type(type);
  }

  @Override
  public ObjectNode offer(String authority, String handle) {
    return offering.referenced(authority, handle);
  }

  @Override
  public ObjectNode token(
      String authority,
      Map<String, List<String>> form,
      List<String> dpop,
      ClientAttestation attestation) {
    types.of(authority);
    return tokens.token(authority, form, dpop, attestation);
  }

  @Override
  public ObjectNode nonce(String authority) {
    types.of(authority);
    return JsonNodeFactory.instance.objectNode().put("c_nonce", nonces.make(authority));
  }

  @Override
  public Reply credential(String authority, TokenUse token, WalletMessage request) {
    types.of(authority);
    return credentials.credential(authority, token, request);
  }

  @Override
  public Reply deferredCredential(String authority, TokenUse token, WalletMessage request) {
    types.of(authority);
    return credentials.deferred(authority, token, request);
  }

  @Override
  public void notification(String authority, TokenUse token, JsonNode request) {
    types.of(authority);
    credentials.notification(authority, token, request);
  }
}
