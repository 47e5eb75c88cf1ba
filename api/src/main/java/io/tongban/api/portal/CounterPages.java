package io.tongban.api.portal;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.access.Actor;
import io.tongban.access.PurposeSpec;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.CollectedCertificates;
import io.tongban.certificates.HolderCertificates;
import io.tongban.certificates.PresentationRequirementSpec;
import io.tongban.certificates.Presentations;
import io.tongban.certificates.Presentations.Progress;
import io.tongban.certificates.Presentations.Started;
import io.tongban.certificates.Presentations.Wish;
import io.tongban.certificates.ServiceItems;
import io.tongban.certificates.ServiceItems.Copies;
import io.tongban.certificates.ServiceItems.Item;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A clerk's counter: scan what a holder shows, ask a wallet, fetch what was authorised. */
@Path("/counter")
class CounterPages {
  private static final String ITEM = "item:";
  private static final int MOST_USES = 100;
  private final PortalRequest request;
  private final CounterClerk clerk;
  private final CounterResults results;
  private final HolderCertificates holders;
  private final Certificates certificates;
  private final CollectedCertificates collected;
  private final Presentations presentations;
  private final ServiceItems items;
  private final Definitions definitions;
  private final HubSettings settings;

  @Inject
  CounterPages(
      PortalRequest request,
      CounterClerk clerk,
      CounterResults results,
      HolderCertificates holders,
      Certificates certificates,
      CollectedCertificates collected,
      Presentations presentations,
      ServiceItems items,
      Definitions definitions,
      HubSettings settings) {
    this.request = request;
    this.clerk = clerk;
    this.results = results;
    this.holders = holders;
    this.certificates = certificates;
    this.collected = collected;
    this.presentations = presentations;
    this.items = items;
    this.definitions = definitions;
    this.settings = settings;
  }

  @GET
  @Operation(hidden = true)
  public Response counter() {
    CounterView view =
        clerk
            .actor()
            .map(actor -> view(actor, "", "", "", null, null))
            .orElseGet(CounterView::nobody);
    return request.page(Pages.counter(request.frame(), view));
  }

  private CounterView view(
      Actor actor,
      String typed,
      String purpose,
      String caseReference,
      String error,
      CounterResult result) {
    return new CounterView(
        OverviewPage.title(definitions, DepartmentSpec.class, actor.department()),
        choices(PurposeSpec.class),
        choices(PresentationRequirementSpec.class),
        items.items(actor.department()),
        typed,
        purpose,
        caseReference,
        error,
        result);
  }

  private <T> List<CounterView.Choice> choices(Class<T> kind) {
    return definitions.all(kind).stream()
        .map(found -> new CounterView.Choice(found.name(), found.title()))
        .toList();
  }

  private static String given(String text) {
    return text.isBlank() ? null : text.strip();
  }

  /** A holder's code, a certificate, an annotated copy, or a print's address. */
  @POST
  @Path("/scan")
  @Operation(hidden = true)
  public Response scan(
      @FormParam("code") @DefaultValue("") String code,
      @FormParam("purpose") @DefaultValue("") String purpose,
      @FormParam("case") @DefaultValue("") String caseReference) {
    Actor actor = clerk.require();
    String text = code.strip();
    Optional<URI> print = PrintedPage.address(settings, text);
    if (print.isPresent()) {
      return Response.seeOther(print.get()).build();
    }
    String error = text.isEmpty() ? "code" : purpose.isBlank() ? "purpose" : null;
    CounterResult result = error == null ? found(actor, text, purpose, caseReference) : null;
    return request.page(
        Pages.counter(
            request.frame(),
            view(
                actor,
                error == null ? "" : text,
                purpose.strip(),
                caseReference.strip(),
                error,
                result)),
        error == null ? 200 : 400);
  }

  private CounterResult found(Actor actor, String text, String purpose, String caseReference) {
    boolean certificate = text.contains(".") || text.contains("~");
    return certificate
        ? results.of(certificates.verify(actor, text.replaceAll("\\s", ""), null, null, purpose))
        : results.of(
            holders.scan(actor, request.viewer().subject(), text, purpose, given(caseReference)));
  }

  /** The file of a collected certificate. */
  @POST
  @Path("/files")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(hidden = true)
  public Response verifyFile(@HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, byte[] body) {
    Actor actor = clerk.require();
    UploadedForm form = UploadedForm.read(type, body);
    byte[] file = form.file("file");
    String purpose = form.text("purpose");
    String caseReference = form.text("case");
    String error = file.length == 0 ? "file" : purpose.isEmpty() ? "file-purpose" : null;
    CounterResult result =
        error == null
            ? results.of(collected.verifyFile(actor, file, purpose, given(caseReference)))
            : null;
    return request.page(
        Pages.counter(request.frame(), view(actor, "", purpose, caseReference, error, result)),
        error == null ? 200 : 400);
  }

  /** Answers with the page itself: the link to the wallet is kept nowhere. */
  @POST
  @Path("/requests")
  @Operation(hidden = true)
  public Response ask(
      @FormParam("what") @DefaultValue("") String what,
      @FormParam("purpose") @DefaultValue("") String purpose,
      @FormParam("case") @DefaultValue("") String caseReference) {
    Actor actor = clerk.require();
    boolean item = what.startsWith(ITEM);
    String error = what.isBlank() ? "what" : !item && purpose.isBlank() ? "asked" : null;
    if (error != null) {
      return request.page(
          Pages.counter(
              request.frame(),
              view(actor, "", purpose.strip(), caseReference.strip(), error, null)),
          400);
    }
    Wish wish =
        item
            ? ofItem(actor, what.substring(ITEM.length()), given(caseReference))
            : ofRequirement(what, purpose, given(caseReference));
    Started started = presentations.start(actor, wish);
    return request.page(
        Pages.counterRequest(
            request.frame(),
            new CounterRequestView(
                started.id(),
                started.link(),
                QrCode.of(started.link().toString()),
                started.expires(),
                null,
                List.of())));
  }

  private Wish ofItem(Actor actor, String name, String caseReference) {
    return new Wish(
        own(actor, name).purpose(), caseReference, items.query(actor, name), List.of(), null);
  }

  private Item own(Actor actor, String name) {
    return items.items(actor.department()).stream()
        .filter(item -> item.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CertificateProblem.SERVICE_ITEM_UNKNOWN.problem(
                    "the clerk's department has no ServiceItem named " + name));
  }

  private Wish ofRequirement(String name, String purpose, String caseReference) {
    return new Wish(
        purpose,
        caseReference,
        definitions
            .find(PresentationRequirementSpec.class, name)
            .map(found -> CanonicalJson.mapper().<JsonNode>valueToTree(found.spec().query()))
            .orElseThrow(
                () ->
                    CertificateProblem.PRESENTATION_REQUEST_INVALID.problem(
                        "there is no PresentationRequirement named " + name)),
        List.of(),
        null);
  }

  /**
   * How it stands; what was presented is told once. htmx asks for the part that changes, and gets
   * nothing while nothing has, so that the code stays on the page.
   */
  @GET
  @Path("/requests/{id}")
  @Operation(hidden = true)
  public Response state(@PathParam("id") String id, @HeaderParam("HX-Request") String part) {
    Actor actor = clerk.require();
    UUID presentation = uuid(id, CertificateProblem.PRESENTATION_UNKNOWN);
    Progress progress = presentations.look(actor, presentation, null);
    if (part != null && progress.state() == Presentations.State.PENDING) {
      return Response.noContent().header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
    CounterRequestView view =
        new CounterRequestView(
            presentation,
            null,
            null,
            progress.expires(),
            progress,
            progress.credentials().stream().map(results::of).toList());
    return request.page(
        part == null
            ? Pages.counterRequest(request.frame(), view)
            : Pages.counterState(request.frame(), view));
  }

  @GET
  @Path("/items/{item}")
  @Operation(hidden = true)
  public Response item(@PathParam("item") String name) {
    Actor actor = clerk.require();
    Item item = own(actor, name);
    String link = settings.publicUrl() + "/use/" + name;
    return request.page(
        Pages.counterItem(
            request.frame(),
            new CounterItemView(
                item, link, QrCode.of(link), items.ofItem(actor, name, null, MOST_USES))));
  }

  @POST
  @Path("/items/{item}/copies")
  @Operation(hidden = true)
  public Response copies(
      @PathParam("item") String name,
      @FormParam("use") @DefaultValue("") String use,
      @FormParam("case") @DefaultValue("") String caseReference) {
    Actor actor = clerk.require();
    Item item = own(actor, name);
    Copies copies =
        items.copies(
            actor,
            request.viewer().subject(),
            uuid(use, CertificateProblem.USE_UNKNOWN),
            given(caseReference));
    List<CopiesView.Row> rows =
        copies.copies().stream()
            .map(copy -> new CopiesView.Row(results.of(copy), copy.expires(), copy.jwt()))
            .toList();
    return request.page(
        Pages.copies(
            request.frame(),
            new CopiesView(item, given(caseReference), rows, copies.receipt().id())));
  }

  private static UUID uuid(String text, CertificateProblem unknown) {
    try {
      return UUID.fromString(text.strip());
    } catch (IllegalArgumentException e) {
      throw unknown.problem("the id is no UUID", e);
    }
  }
}
