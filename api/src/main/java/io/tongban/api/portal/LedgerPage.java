package io.tongban.api.portal;

import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.ReceiptVerdict;
import io.tongban.ledger.ReceiptVerifier;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The ledger's head and key, and the check of a receipt. */
@Path("/ledger")
class LedgerPage {
  private final PortalRequest request;
  private final Ledger ledger;
  private final LedgerFigures figures;

  @Inject
  LedgerPage(PortalRequest request, Ledger ledger, LedgerFigures figures) {
    this.request = request;
    this.ledger = ledger;
    this.figures = figures;
  }

  @GET
  @Operation(hidden = true)
  public Response show() {
    return request.page(Pages.ledger(request.frame(), view("", false, null)));
  }

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(hidden = true)
  public Response verify(@RestForm("file") FileUpload file, @RestForm("receipt") String pasted) {
    String typed = pasted == null ? "" : pasted;
    byte[] receipt =
        file != null && file.size() > 0 ? read(file) : typed.getBytes(StandardCharsets.UTF_8);
    if (new String(receipt, StandardCharsets.UTF_8).isBlank()) {
      return request.page(Pages.ledger(request.frame(), view(typed, true, null)), 400);
    }
    ReceiptVerdict verdict = ReceiptVerifier.verify(receipt, ledger.keys());
    return request.page(Pages.ledger(request.frame(), view(typed, false, verdict)));
  }

  private static byte[] read(FileUpload file) {
    try {
      return Files.readAllBytes(file.uploadedFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LedgerView view(String typed, boolean missing, ReceiptVerdict verdict) {
    LedgerFigures.Use use = figures.use();
    List<LedgerView.Count> counts =
        Arrays.stream(EntryType.values())
            .map(type -> new LedgerView.Count(type, use.all(type)))
            .toList();
    return new LedgerView(
        OverviewPage.checkpoint(ledger),
        ledger.checkpoint(),
        ledger.verifierKey(),
        counts,
        use.partial(),
        typed,
        missing,
        verdict);
  }
}
