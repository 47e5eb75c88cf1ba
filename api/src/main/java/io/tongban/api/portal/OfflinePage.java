package io.tongban.api.portal;

import io.tongban.certificates.OfflineTrust;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Verification without a network. The browser keeps this page, so that it says nothing of who
 * opened it.
 */
@Path("/offline")
class OfflinePage {
  private final PortalRequest request;
  private final OfflineTrust trust;
  private final ReceiptChecks checks;

  @Inject
  OfflinePage(PortalRequest request, OfflineTrust trust, ReceiptChecks checks) {
    this.request = request;
    this.trust = trust;
    this.checks = checks;
  }

  @GET
  @Operation(hidden = true)
  public Response page() {
    return request.page(
        Pages.offline(request.frame(), new OfflineView(trust.key().toString(), checks.words())));
  }
}
