package io.tongban.api.problem;

import io.tongban.hub.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON form of a problem (RFC 9457, section 3), in one language. */
public final class ProblemDocument {
  /** The media type of a problem document. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private ProblemDocument() {}

  /**
   * The members of the document in their order.
   *
   * @param language BCP 47 tag
   * @param instance path of the request, without its query
   */
  public static Map<String, Object> of(Problem problem, String language, String instance) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", problem.type().toString());
    members.put("code", problem.code());
    members.put("title", problem.title().in(language));
    members.put("status", problem.status());
    members.put("detail", problem.detail());
    members.put("remedy", problem.remedy().in(language));
    members.put("instance", instance);
    problem.extensions().forEach(members::putIfAbsent);
    return members;
  }
}
