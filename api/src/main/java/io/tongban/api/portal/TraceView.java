package io.tongban.api.portal;

import io.tongban.api.login.Role;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.connectors.Connectors.Run;
import io.tongban.hub.Label;
import io.tongban.ledger.Ledger.Recorded;
import io.tongban.ledger.Lineage;
import io.tongban.registry.RecordStore.Origin;
import java.util.List;
import java.util.UUID;

/**
 * The trace page.
 *
 * @param form what was typed
 * @param resources to choose from
 * @param result what was found, or null before the first question
 */
record TraceView(Form form, List<Choice> resources, Result result) {
  /** Who may trace. */
  public List<Role> roles() {
    return TracePage.ROLES;
  }

  /** Whether the reason is missing. */
  public boolean whyMissing() {
    return "why".equals(form.error());
  }

  /** A resource to choose. */
  record Choice(String name, Label title) {}

  /**
   * What was typed.
   *
   * @param error {@code what} or {@code why} is missing, or null
   */
  record Form(String resource, String key, String certificate, String why, String error) {}

  /**
   * What was found.
   *
   * @param receipt the ledger entry of this look
   * @param origins where the records came from
   * @param uses oldest first
   */
  record Result(
      UUID receipt,
      List<Provenance> origins,
      List<Issued> certificates,
      List<Use> uses,
      List<Node> nodes,
      List<Lineage.Edge> edges) {
    /** Whether nothing at all is known. */
    public boolean nothing() {
      return origins.isEmpty() && certificates.isEmpty() && uses.isEmpty();
    }
  }

  /**
   * Where a record came from.
   *
   * @param run the run that loaded it, or null where it is not kept any more
   */
  record Provenance(Origin origin, Label resource, Run run) {}

  /**
   * A use.
   *
   * @param purpose as recorded, or null
   * @param basis agreement or law, or null
   */
  record Use(Recorded entry, String purpose, String basis) {}

  /**
   * A node of the lineage graph.
   *
   * @param number its place in the list, from 1
   * @param link page that tells more, or null
   */
  record Node(int number, String id, String kind, String link, List<String> from, List<String> to) {}
}
