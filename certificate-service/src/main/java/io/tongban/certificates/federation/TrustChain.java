package io.tongban.certificates.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain that holds.
 *
 * @param statements the subject's configuration, the statements above it, the anchor's
 *     configuration; the anchor's alone where it is the subject
 * @param metadata of the subject, with every policy applied
 * @param keys the subject's federation keys, as the entity above vouches for them
 * @param expires when the first of the statements does
 */
public record TrustChain(
    List<Statement> statements, ObjectNode metadata, JsonNode keys, Instant expires) {
  public TrustChain {
    statements = List.copyOf(statements);
  }

  /** The subject's entity identifier. */
  public String subject() {
    return statements.get(0).subject();
  }

  /** The anchor's configuration. */
  Statement anchor() {
    return statements.get(statements.size() - 1);
  }

  /** Entity identifiers from the subject to the anchor. */
  public List<String> path() {
    List<String> path = new ArrayList<>();
    statements.forEach(statement -> path.add(statement.subject()));
    if (path.size() > 1) {
      // its own configuration and the statement above are both about the subject
      path.remove(0);
    }
    return List.copyOf(path);
  }
}
