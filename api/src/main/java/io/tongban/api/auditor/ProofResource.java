package io.tongban.api.auditor;

import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerProblem;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The ledger's key and its proofs, open to everyone. */
@Path("/v1")
@Tag(name = "ledger")
public class ProofResource {
  private final Ledger ledger;

  @Inject
  ProofResource(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The key that receipts verify with. */
  @GET
  @Path("ledger/key")
  @Produces("text/plain;charset=utf-8")
  @Operation(
      summary = "Get the public key the ledger is signed with now",
      description = "A C2SP verifier key name+hash+base64; keep it to verify receipts offline")
  public String key() {
    return ledger.verifierKey() + "\n";
  }

  /** The keys of all times. */
  @GET
  @Path("ledger/keys")
  @Produces("text/plain;charset=utf-8")
  @Operation(
      summary = "Get all public keys the ledger has had",
      description =
          "Verifier keys, oldest first, with the signed statements that lead from each to the next;"
              + " receipts of any time verify with them")
  public String keys() {
    return ledger.keys();
  }

  /** An inclusion proof. */
  @GET
  @Path("ledger/proofs/inclusion")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Prove that an entry is in the log",
      description = "RFC 6962, section 2.1.1; base64, the leaf's sibling first")
  @APIResponse(responseCode = "200", description = "The proof")
  @APIResponse(responseCode = "400", description = "Problem ledger-proof-range")
  public Inclusion inclusion(@QueryParam("index") String index, @QueryParam("size") String size) {
    long at = number("index", index);
    long of = size == null ? ledger.size() : number("size", size);
    return new Inclusion(at, of, base64(ledger.inclusionProof(at, of)));
  }

  /** A consistency proof. */
  @GET
  @Path("ledger/proofs/consistency")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Prove that the log only grew",
      description = "RFC 6962, section 2.1.2; base64")
  @APIResponse(responseCode = "200", description = "The proof")
  @APIResponse(responseCode = "400", description = "Problem ledger-proof-range")
  public Consistency consistency(@QueryParam("from") String from, @QueryParam("to") String to) {
    long old = number("from", from);
    long now = to == null ? ledger.size() : number("to", to);
    return new Consistency(old, now, base64(ledger.consistencyProof(old, now)));
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw LedgerProblem.PROOF_RANGE.problem(name + " is not a whole number", e);
    }
  }

  private static List<String> base64(List<byte[]> hashes) {
    return hashes.stream().map(Base64.getEncoder()::encodeToString).toList();
  }

  /** An inclusion proof. */
  @Schema(description = "An inclusion proof")
  public record Inclusion(long index, long size, List<String> path) {}

  /** A consistency proof. */
  @Schema(description = "A consistency proof")
  public record Consistency(long from, long to, List<String> path) {}
}
