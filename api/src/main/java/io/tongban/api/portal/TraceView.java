package io.tongban.api.portal;

import io.tongban.api.auditor.Trace;
import io.tongban.api.login.Role;
import io.tongban.hub.Label;
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

  /** Title of a resource. */
  public Label title(String resource) {
    return resources.stream()
        .filter(choice -> choice.name().equals(resource))
        .map(Choice::title)
        .findFirst()
        .orElseGet(() -> new Label(resource, resource));
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
   * @param certificates the certificates, for a certificate or its number
   * @param records the records, with where they came from
   * @param uses of all of these, oldest first
   * @param drawing the lineage graph around them, or null
   * @param receipts what the check of receipts needs
   */
  record Result(
      UUID receipt,
      List<Trace> certificates,
      List<Trace> records,
      List<Trace.Use> uses,
      LineageView.Drawing drawing,
      ReceiptWords receipts) {
    /** Whether nothing at all is known. */
    public boolean nothing() {
      return certificates.isEmpty() && records.isEmpty() && uses.isEmpty();
    }
  }
}
