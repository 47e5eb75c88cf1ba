package io.tongban.api.operator;

import io.tongban.api.token.Caller;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.SigningKeys;
import io.tongban.certificates.SigningKeys.KeyRecord;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The keys authorities sign certificates with. For operators. */
@Path("/v1/signing-keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Signing keys")
public class SigningKeysResource {
  private static final String OPERATOR = "operator";
  private final SigningKeys keys;
  private final Caller caller;

  @Inject
  public SigningKeysResource(SigningKeys keys, Caller caller) {
    this.keys = keys;
    this.caller = caller;
  }

  /** Keys, newest first. */
  public record Keys(List<KeyRecord> keys) {}

  /**
   * A key to start.
   *
   * @param type name of a CertificateType of the authority; null for metadata
   * @param reason at most 200 characters that name no person
   */
  public record Start(String authority, String type, String reason) {}

  /** Why a key is withdrawn; at most 200 characters that name no person. */
  public record Withdrawal(String reason) {}

  /** The keys. */
  @GET
  @Operation(
      summary = "Keys that certificates, status lists and metadata are signed with, newest first",
      description = "Role operator. Private keys are never told")
  public Keys list(@QueryParam("authority") String authority) {
    caller.requireRole(OPERATOR);
    return new Keys(keys.of(authority));
  }

  /** Starts a key. */
  @POST
  @Operation(
      summary = "Start a new key for an authority and type",
      description =
          "Role operator. New certificates are signed with it; those signed before verify until"
              + " they end")
  @APIResponse(responseCode = "200", description = "The key; recorded in the ledger")
  @APIResponse(
      responseCode = "404",
      description = "certificate-authority-unknown or certificate-type-unknown")
  @APIResponse(responseCode = "409", description = "signing-key-changed")
  @APIResponse(responseCode = "503", description = "signing-keys-unavailable, signing-key-unfit")
  public KeyRecord start(Start start) {
    caller.requireRole(OPERATOR);
    Start asked = start == null ? new Start(null, null, null) : start;
    return keys.start(caller.actor(), asked.authority(), asked.type(), asked.reason());
  }

  /** Withdraws a key. */
  @POST
  @Path("/{id}/withdrawal")
  @Operation(
      summary = "Withdraw a compromised key",
      description = "Role operator. Nothing the key signed verifies from now on")
  @APIResponse(responseCode = "200", description = "The key; recorded in the ledger")
  @APIResponse(responseCode = "404", description = "signing-key-unknown")
  @APIResponse(responseCode = "409", description = "signing-key-changed: withdrawn already")
  public KeyRecord withdraw(@PathParam("id") String id, Withdrawal withdrawal) {
    caller.requireRole(OPERATOR);
    return keys.withdraw(caller.actor(), key(id), withdrawal == null ? null : withdrawal.reason());
  }

  private static UUID key(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw CertificateProblem.SIGNING_KEY_UNKNOWN.problem("a key's id is a UUID", e);
    }
  }
}
