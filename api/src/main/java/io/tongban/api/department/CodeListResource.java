package io.tongban.api.department;

import io.tongban.hub.HubSettings;
import io.tongban.hub.ProblemException;
import io.tongban.registry.Code;
import io.tongban.registry.CodeLists;
import io.tongban.registry.RegistryProblem;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The code lists with their history, open to everyone. Without a day, today's is meant. */
@Path("/v1/code-lists")
@Tag(name = "directory")
@Produces(MediaType.APPLICATION_JSON)
public class CodeListResource {
  private final CodeLists codeLists;
  private final Clock clock;
  private final HubSettings settings;

  @Inject
  CodeListResource(CodeLists codeLists, Clock clock, HubSettings settings) {
    this.codeLists = codeLists;
    this.clock = clock;
    this.settings = settings;
  }

  /** The names of all code lists. */
  @GET
  @Operation(summary = "List code lists")
  @APIResponse(responseCode = "200", description = "Their names")
  public List<String> names() {
    return codeLists.names();
  }

  /** A page of a list by code, or the codes of a name. */
  @GET
  @Path("{list}/codes")
  @Operation(
      summary = "List a code list's codes, or look a name up",
      description =
          "Without label: a page of the list, every code with all its periods. With label: the"
              + " codes of that name (trimmed, case-blind) that hold on the day; next is null.")
  @APIResponse(responseCode = "200", description = "Codes")
  @APIResponse(responseCode = "404", description = "Problem code-unknown: no such list")
  public Listing<Code> codes(
      @Parameter(example = "gbt2260") @PathParam("list") String list,
      @Parameter(description = "A name to look up", example = "公主岭市") @QueryParam("label")
          String label,
      @Parameter(description = "The day, default today", example = "2020-02-20") @QueryParam("on")
          String on,
      @Parameter(description = "next of the page before") @QueryParam("after") String after,
      @Parameter(description = "Most codes, 1 to 1000, default 100", example = "100")
          @QueryParam("limit")
          String limit) {
    known(list);
    if (label != null) {
      return new Listing<>(codeLists.byLabel(list, label, day(on)), null);
    }
    int most = Listing.limit(limit);
    List<Code> page = codeLists.page(list, Listing.after(after), most);
    boolean more =
        !page.isEmpty() && !codeLists.page(list, page.get(page.size() - 1).code(), 1).isEmpty();
    return new Listing<>(page, more ? Listing.cursor(page.get(page.size() - 1).code()) : null);
  }

  /** The code as it holds on a day. */
  @GET
  @Path("{list}/codes/{code}")
  @Operation(summary = "Show a code as it holds on a day")
  @APIResponse(responseCode = "200", description = "The code with its validity")
  @APIResponse(
      responseCode = "404",
      description = "Problem code-unknown: never a code of the list, or not on that day")
  public Code code(
      @Parameter(example = "gbt2260") @PathParam("list") String list,
      @Parameter(example = "220381") @PathParam("code") String code,
      @Parameter(description = "The day, default today", example = "2020-02-20") @QueryParam("on")
          String on) {
    LocalDate day = day(on);
    known(list, code);
    return codeLists
        .valid(list, code, day)
        .orElseThrow(
            () ->
                RegistryProblem.CODE_UNKNOWN.problem(
                    "the code "
                        + code
                        + " of "
                        + list
                        + " does not hold on "
                        + day
                        + "; ask for its history, or for its current successor"));
  }

  /** What the code is on a day: itself, or its successors. */
  @GET
  @Path("{list}/codes/{code}/current")
  @Operation(
      summary = "Show what a code is on a day",
      description =
          "The code itself while it holds, else its successors followed as far as they go; more"
              + " than one where it was split, none where it was abolished.")
  @APIResponse(responseCode = "200", description = "The codes")
  @APIResponse(responseCode = "404", description = "Problem code-unknown")
  public CodeAnswer current(
      @Parameter(example = "gbt2260") @PathParam("list") String list,
      @Parameter(example = "220381") @PathParam("code") String code,
      @Parameter(description = "The day, default today", example = "2026-01-15") @QueryParam("on")
          String on) {
    LocalDate day = day(on);
    known(list, code);
    return new CodeAnswer(list, code, day, codeLists.current(list, code, day));
  }

  /** Every period of the code. */
  @GET
  @Path("{list}/codes/{code}/history")
  @Operation(summary = "Show every period of a code, oldest first")
  @APIResponse(responseCode = "200", description = "The periods")
  @APIResponse(responseCode = "404", description = "Problem code-unknown")
  public CodeAnswer history(
      @Parameter(example = "gbt2260") @PathParam("list") String list,
      @Parameter(example = "220381") @PathParam("code") String code) {
    known(list, code);
    return new CodeAnswer(list, code, null, codeLists.history(list, code));
  }

  private void known(String list) {
    if (!codeLists.names().contains(list)) {
      throw unknown("there is no code list \"" + list + "\"");
    }
  }

  private void known(String list, String code) {
    known(list);
    if (codeLists.history(list, code).isEmpty()) {
      throw unknown("the code list " + list + " never had the code \"" + code + "\"");
    }
  }

  private static ProblemException unknown(String detail) {
    return RegistryProblem.CODE_UNKNOWN.problem(detail);
  }

  private LocalDate day(String on) {
    if (on == null || on.isBlank()) {
      return LocalDate.ofInstant(clock.instant(), settings.zone());
    }
    try {
      return LocalDate.parse(on.strip());
    } catch (DateTimeException e) {
      throw RegistryProblem.DATE_INVALID.problem("on is not a day such as 2020-02-20", e);
    }
  }
}
