package io.tongban.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure of a resource: a problem document, or a page where a browser asks. */
class ProblemMapper {
  private final FailureTranslator translator;
  private final Instance<ProblemPage> pages;

  @Inject
  ProblemMapper(FailureTranslator translator, Instance<ProblemPage> pages) {
    this.translator = translator;
    this.pages = pages;
  }

  @ServerExceptionMapper
  Response known(ProblemException failure, UriInfo uri, HttpHeaders headers, Request request) {
    return answer(failure, uri, headers, request);
  }

  @ServerExceptionMapper
  Response web(WebApplicationException failure, UriInfo uri, HttpHeaders headers, Request request) {
    Response own = failure.getResponse();
    if (own.getStatus() < 400 || own.hasEntity()) {
      return own;
    }
    if (isFormOpened(own, uri, headers, request)) {
      return Response.seeOther(URI.create(parent(uri.getRequestUri().getRawPath()))).build();
    }
    Response answer = answer(failure, uri, headers, request);
    Object allow = own.getHeaders().getFirst(HttpHeaders.ALLOW);
    return allow == null
        ? answer
        : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
  }

  @ServerExceptionMapper
  Response json(
      JsonProcessingException failure, UriInfo uri, HttpHeaders headers, Request request) {
    return answer(failure, uri, headers, request);
  }

  /** The framework has a mapper of its own for these, which would win over {@link #json}. */
  @ServerExceptionMapper
  Response mismatched(
      MismatchedInputException failure, UriInfo uri, HttpHeaders headers, Request request) {
    return answer(failure, uri, headers, request);
  }

  @ServerExceptionMapper
  Response unforeseen(Throwable failure, UriInfo uri, HttpHeaders headers, Request request) {
    return answer(failure, uri, headers, request);
  }

  /**
   * Whether a browser opens an address that only a form is sent to: the reader chose another
   * language or signed in again on the form's answer. The page above has the form.
   */
  private boolean isFormOpened(Response own, UriInfo uri, HttpHeaders headers, Request request) {
    return own.getStatus() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()
        && request.getMethod().equals(HttpMethod.GET)
        && pages.isResolvable()
        && wantsPage(path(uri), headers);
  }

  private static String parent(String path) {
    int last = path.lastIndexOf('/');
    return last <= 0 ? "/" : path.substring(0, last);
  }

  private static String path(UriInfo uri) {
    return uri.getPath().startsWith("/") ? uri.getPath() : "/" + uri.getPath();
  }

  private Response answer(Throwable failure, UriInfo uri, HttpHeaders headers, Request request) {
    String path = path(uri);
    Problem problem = translator.problem(failure, request.getMethod() + " " + route(path, uri));
    if (pages.isResolvable() && wantsPage(path, headers)) {
      return pages.get().page(problem);
    }
    String language = ReaderLanguage.of(headers);
    return Response.status(problem.status())
        .type(ProblemDocument.MEDIA_TYPE)
        .header(HttpHeaders.CONTENT_LANGUAGE, language)
        // seconds, on the problems that say when to come again; a null adds no header
        .header(HttpHeaders.RETRY_AFTER, problem.extensions().get("retryAfter"))
        .entity(ProblemDocument.of(problem, language, path))
        .build();
  }

  /**
   * The path with its parameters' names in place of their values: an offer's handle or a print's
   * code is a secret, and what is made of this is logged.
   */
  private static String route(String path, UriInfo uri) {
    return Stream.of(path.split("/", -1))
        .map(segment -> parameter(segment, uri).orElse(segment))
        .collect(Collectors.joining("/"));
  }

  private static Optional<String> parameter(String segment, UriInfo uri) {
    return uri.getPathParameters().entrySet().stream()
        .filter(parameter -> parameter.getValue().contains(segment))
        .map(parameter -> "{" + parameter.getKey() + "}")
        .findFirst();
  }

  /** A browser names text/html first; a program that takes anything gets the document. */
  private static boolean wantsPage(String path, HttpHeaders headers) {
    List<MediaType> accepted = headers.getAcceptableMediaTypes();
    return !path.startsWith("/v1/")
        && !accepted.isEmpty()
        && accepted.get(0).isCompatible(MediaType.TEXT_HTML_TYPE)
        && !accepted.get(0).isWildcardType();
  }
}
