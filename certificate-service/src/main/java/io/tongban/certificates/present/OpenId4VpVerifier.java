package io.tongban.certificates.present;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CredentialVerifier;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.IssuerException;
import io.tongban.certificates.Presentations.Presented;
import io.tongban.certificates.dcql.DcqlException;
import io.tongban.certificates.format.Challenge;
import io.tongban.certificates.jdbc.PresentationStore;
import io.tongban.certificates.jdbc.PresentationStore.Asked;
import io.tongban.certificates.jdbc.PresentationStore.StoredPresentation;
import io.tongban.certificates.jose.ResponseKey;
import io.tongban.certificates.sdjwt.SdJwtException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The façade wallets talk to. */
@ApplicationScoped
class OpenId4VpVerifier implements CredentialVerifier {
  private static final String PENDING = "PENDING";
  private static final int MAX_NONCE = 512;

  /** What wallets may say (OpenID4VP 1.0, section 8.5; RFC 6749, section 4.1.2.1). */
  private static final Set<String> ERRORS =
      Set.of(
          "access_denied",
          "invalid_client",
          "invalid_request",
          "invalid_request_uri_method",
          "invalid_scope",
          "invalid_transaction_data",
          "server_error",
          "temporarily_unavailable",
          "unauthorized_client",
          "unsupported_response_type",
          "vp_formats_not_supported",
          "wallet_unavailable");

  private final PresentationStore store;
  private final RequestObjects requests;
  private final Answers answers;
  private final SecureRandom random = new SecureRandom();

  @Inject
  OpenId4VpVerifier(PresentationStore store, RequestObjects requests, Answers answers) {
    this.store = store;
    this.requests = requests;
    this.answers = answers;
  }

  @Override
  public String request(UUID id, Map<String, List<String>> form) {
    StoredPresentation presentation = find(id);
    if (!presentation.is(PENDING)) {
      throw CertificateProblem.PRESENTATION_OVER.problem("the request " + id + " is over");
    }
    String walletNonce = single(form, "wallet_nonce");
    if (walletNonce != null && walletNonce.length() > MAX_NONCE) {
      throw IssuerError.INVALID_REQUEST.because("wallet_nonce is too long");
    }
    return requests.sign(presentation, walletNonce);
  }

  private StoredPresentation find(UUID id) {
    return store
        .find(id)
        .orElseThrow(
            () -> CertificateProblem.PRESENTATION_UNKNOWN.problem("there is no request " + id));
  }

  @Override
  public Optional<URI> respond(UUID id, Map<String, List<String>> form) {
    StoredPresentation presentation = find(id);
    if (!presentation.is(PENDING)) {
      throw IssuerError.INVALID_REQUEST.because(
          presentation.is("EXPIRED")
              ? "the request has expired"
              : "the request was answered before");
    }
    Asked asked = store.asked(presentation);
    String response = single(form, "response");
    String error = single(form, "error");
    if (response == null && error != null) {
      requireState(asked, single(form, "state"));
      return refused(presentation, asked, error);
    }
    if (response == null || form.containsKey("vp_token")) {
      throw IssuerError.INVALID_REQUEST.because(
          "direct_post.jwt needs the one parameter response, an encrypted JWT");
    }
    ObjectNode payload = decrypted(asked, response);
    requireState(asked, payload.path("state").textValue());
    return payload.has("error")
        ? refused(presentation, asked, payload.path("error").asText())
        : received(presentation, asked, payload.path("vp_token"));
  }

  private static ObjectNode decrypted(Asked asked, String response) {
    try {
      return ResponseKey.of(asked.key()).decrypt(response);
    } catch (SdJwtException e) {
      throw refusal(e.getMessage(), e);
    }
  }

  private static void requireState(Asked asked, String state) {
    if (state == null
        || !MessageDigest.isEqual(
            state.getBytes(StandardCharsets.UTF_8),
            asked.state().getBytes(StandardCharsets.UTF_8))) {
      throw IssuerError.INVALID_REQUEST.because("state is not this request's");
    }
  }

  private Optional<URI> received(StoredPresentation presentation, Asked asked, JsonNode vpToken) {
    List<Presented> found;
    try {
      found = answers.of(asked, challenge(presentation, asked), vpToken);
    } catch (DcqlException e) {
      throw refusal(e.getMessage(), e);
    }
    String code = asked.redirect() == null ? null : Starting.secret(random);
    if (!store.received(presentation, found, code)) {
      throw IssuerError.INVALID_REQUEST.because("the request was answered before");
    }
    // in the fragment, which reaches no server and no log
    return code == null
        ? Optional.empty()
        : Optional.of(URI.create(asked.redirect() + "#response_code=" + code));
  }

  private Challenge challenge(StoredPresentation presentation, Asked asked) {
    return new Challenge(
        asked.nonce(),
        presentation.clientId(),
        requests.responseUri(presentation.id()),
        ResponseKey.of(asked.key()).thumbprint());
  }

  private Optional<URI> refused(StoredPresentation presentation, Asked asked, String error) {
    if (!store.refused(presentation, ERRORS.contains(error) ? error : "unknown_error")) {
      throw IssuerError.INVALID_REQUEST.because("the request was answered before");
    }
    return Optional.ofNullable(asked.redirect()).map(URI::create);
  }

  /** The only value of a parameter, or null; a parameter that comes twice is a fault. */
  private static String single(Map<String, List<String>> form, String name) {
    List<String> values = form.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw IssuerError.INVALID_REQUEST.because("the parameter " + name + " must come once");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  private static IssuerException refusal(String description, Exception cause) {
    IssuerException refused = IssuerError.INVALID_REQUEST.because(description);
    refused.addSuppressed(cause);
    return refused;
  }
}
