package io.tongban.api.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.tongban.api.ApiProblem;
import io.tongban.hub.Ids;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Makes a problem of any failure. What is unforeseen is logged under an incident id. */
@ApplicationScoped
public class FailureTranslator {
  private static final Logger LOG = Logger.getLogger(FailureTranslator.class);
  private static final int MAX_CAUSES = 20;
  private final Ids ids;

  @Inject
  FailureTranslator(Ids ids) {
    this.ids = ids;
  }

  /**
   * The problem that a failure is answered with.
   *
   * @param what the request, for people: method and path
   */
  public Problem problem(Throwable failure, String what) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
      if (cause instanceof ProblemException known) {
        return logged(known, what);
      }
      if (cause instanceof JsonProcessingException json && ofTheRequest(failure)) {
        return malformed(json);
      }
    }
    return failure instanceof WebApplicationException web && web.getResponse().getStatus() < 500
        ? ofStatus(web.getResponse().getStatus(), what)
        : incident(failure, what);
  }

  /** Reading the body fails as a client error; a mapping fault while writing is our own. */
  private static boolean ofTheRequest(Throwable failure) {
    return failure instanceof JsonProcessingException
        || failure instanceof WebApplicationException web && web.getResponse().getStatus() < 500;
  }

  private static Problem logged(ProblemException known, String what) {
    if (known.problem().status() >= 500) {
      LOG.warnf(known, "%s answered %d", what, known.problem().status());
    }
    return known.problem();
  }

  private static Problem malformed(JsonProcessingException json) {
    JsonLocation place = json.getLocation();
    String where =
        place == null || place.getLineNr() < 1
            ? ""
            : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    Problem problem =
        Problem.of(
            ApiProblem.REQUEST_MALFORMED, "the body is not what is expected" + where + say(json));
    return where.isEmpty()
        ? problem
        : problem.with("line", place.getLineNr()).with("column", place.getColumnNr());
  }

  /** The path of the member, never its value: it may be a secret or a personal datum. */
  private static String say(JsonProcessingException json) {
    if (!(json instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return ": it is not well-formed JSON";
    }
    String path =
        mapping.getPath().stream()
            .map(r -> r.getFieldName() == null ? String.valueOf(r.getIndex()) : r.getFieldName())
            .collect(Collectors.joining("/", "/", ""));
    return json instanceof UnrecognizedPropertyException unknown
        ? ": there is no member " + path + "; known are " + unknown.getKnownPropertyIds()
        : ": the member " + path + " does not have the right type";
  }

  /** The problem of a plain HTTP status, for example what routing answers. */
  public static Problem ofStatus(int status, String what) {
    return switch (status) {
      case 400 -> Problem.of(ApiProblem.REQUEST_INVALID, what + " cannot be taken as it is");
      case 401 -> Problem.of(ApiProblem.SIGN_IN_REQUIRED, what + " needs a signed-in caller");
      case 403 -> Problem.of(ApiProblem.ROLE_REQUIRED, what + " is not allowed to this caller");
      case 404 -> Problem.of(ApiProblem.NOT_FOUND, what + " leads nowhere");
      case 405 -> Problem.of(ApiProblem.METHOD_NOT_ALLOWED, what + " is not offered");
      case 406 -> Problem.of(ApiProblem.NOT_ACCEPTABLE, what + " has no answer in that format");
      case 413 -> Problem.of(ApiProblem.BODY_TOO_LARGE, what + " has a body that is too large");
      case 415 -> Problem.of(ApiProblem.MEDIA_TYPE_UNSUPPORTED, what + " does not take that type");
      default -> {
        Problem refused = Problem.of(ApiProblem.REQUEST_REFUSED, what + " was refused");
        yield new Problem(
            refused.type(),
            refused.code(),
            status,
            refused.title(),
            refused.detail(),
            refused.remedy(),
            refused.extensions());
      }
    };
  }

  private Problem incident(Throwable failure, String what) {
    UUID incident = ids.next();
    LOG.errorf(failure, "incident %s: %s failed", incident, what);
    return Problem.of(ApiProblem.INTERNAL, "incident " + incident).with("incident", incident);
  }
}
