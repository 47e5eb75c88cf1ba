package io.tongban.api.citizen;

import io.tongban.certificates.FederationException;
import io.tongban.hub.CanonicalJson;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers in the error form of OpenID Federation 1.0, section 8.9. */
@Provider
public class FederationErrorMapper implements ExceptionMapper<FederationException> {
  @Override
  public Response toResponse(FederationException failure) {
    String body =
        CanonicalJson.mapper()
            .createObjectNode()
            .put("error", failure.error().code())
            .put("error_description", failure.description())
            .toString();
    return Response.status(failure.error().status())
        .type(MediaType.APPLICATION_JSON)
        .header("Access-Control-Allow-Origin", "*")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body)
        .build();
  }
}
