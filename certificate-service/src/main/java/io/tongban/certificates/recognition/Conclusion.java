package io.tongban.certificates.recognition;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Reliance;
import java.util.List;

/**
 * What another region's certificate is worth here.
 *
 * @param claims in the terms of the own type; empty unless it is recognised
 * @param reliance on what the recognition rests, or null
 * @param reason of a refusal, as a code; or null
 * @param path entity identifiers from the issuer to the anchor; may be empty
 */
public record Conclusion(
    Verdict verdict, ObjectNode claims, Reliance reliance, String reason, List<String> path) {
  public Conclusion {
    path = List.copyOf(path);
  }

  /** A refusal. */
  public static Conclusion refused(Verdict verdict, String reason) {
    return new Conclusion(verdict, JsonNodeFactory.instance.objectNode(), null, reason, List.of());
  }
}
