package io.tongban.api.citizen;

import io.tongban.certificates.IssuerException;
import io.tongban.hub.CanonicalJson;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers wallets in the error form of their protocols (RFC 6749, section 5.2). */
@Provider
public class IssuerErrorMapper implements ExceptionMapper<IssuerException> {
  @Override
  public Response toResponse(IssuerException failure) {
    String body =
        CanonicalJson.mapper()
            .createObjectNode()
            .put("error", failure.error().code())
            .put("error_description", failure.description())
            .toString();
    Response.ResponseBuilder response =
        Response.status(failure.status())
            .type(MediaType.APPLICATION_JSON)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(body);
    failure.dpopNonce().ifPresent(nonce -> response.header("DPoP-Nonce", nonce));
    failure
        .challenge()
        .ifPresent(challenge -> response.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
    return response.build();
  }
}
