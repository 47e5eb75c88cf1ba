package io.tongban.access.judge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Outcome;
import io.tongban.access.ResourceGrant;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Problem;
import io.tongban.ledger.RowRef;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the ledger keeps of uses and refusals: everything an auditor needs. */
final class Manifests {
  /** Longer lists of rows are told by their number and digest; the ledger indexes all of them. */
  static final int ROWS_LISTED = 10_000;

  private Manifests() {}

  /**
   * Of a use.
   *
   * @param rows as the ledger names them
   */
  static ObjectNode use(AccessGrant grant, Outcome outcome, List<RowRef> rows) {
    ObjectNode manifest = head(grant.actor(), grant.action(), grant.target());
    put(manifest, "purpose", grant.purpose());
    put(manifest, "case", grant.caseReference());
    ObjectNode basis = manifest.putObject("basis");
    put(basis, "kind", grant.basis().kind());
    put(basis, "agreement", grant.basis().agreement());
    put(basis, "law", grant.basis().law());
    put(basis, "consent", Objects.toString(grant.basis().consent(), null));
    put(basis, "subject", grant.basis().subject());
    ObjectNode resources = manifest.putObject("resources");
    new TreeMap<>(grant.resources())
        .forEach((name, granted) -> resource(resources.putObject(name), granted));
    put(manifest, "policyShape", grant.policyShape());
    put(manifest, "planDigest", outcome.planDigest());
    put(manifest, "resultDigest", outcome.resultDigest());
    manifest.put("rowCount", outcome.rowCount());
    rows(manifest, rows);
    if (outcome.details() != null) {
      manifest.set("details", outcome.details());
    }
    return manifest;
  }

  /** Of a refusal. */
  static ObjectNode refusal(AccessRequest request, Problem problem) {
    ObjectNode manifest = head(request.actor(), request.action(), request.target());
    put(manifest, "purpose", request.purpose());
    put(manifest, "case", request.caseReference());
    ObjectNode resources = manifest.putObject("resources");
    for (Map.Entry<String, Set<String>> asked : new TreeMap<>(request.resources()).entrySet()) {
      ArrayNode columns = resources.putObject(asked.getKey()).putArray("columns");
      new TreeSet<>(asked.getValue()).forEach(columns::add);
    }
    manifest.put("refused", problem.code());
    manifest.put("why", problem.detail());
    return manifest;
  }

  private static ObjectNode head(Actor actor, Action action, String target) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    ObjectNode who = manifest.putObject("actor");
    who.put("client", actor.client());
    who.put("department", actor.department());
    put(who, "region", actor.region());
    manifest.put("action", action.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    put(manifest, "target", target);
    return manifest;
  }

  private static void resource(ObjectNode node, ResourceGrant granted) {
    ArrayNode columns = node.putArray("columns");
    granted.columns().forEach(columns::add);
    ObjectNode masks = node.putObject("masks");
    new TreeMap<>(granted.masks()).forEach((column, mask) -> masks.put(column, mask.text()));
    if (!granted.rowCondition().all()) {
      node.put("rows", granted.rowCondition().sql());
    }
    if (granted.minimumGroup() > 1) {
      node.put("minimumGroup", granted.minimumGroup());
    }
  }

  private static void rows(ObjectNode manifest, List<RowRef> rows) {
    if (rows.size() > ROWS_LISTED) {
      manifest.put("rowsUsed", rows.size());
      manifest.put("rowsDigest", HexFormat.of().formatHex(CanonicalJson.sha256(rows)));
      return;
    }
    ArrayNode list = manifest.putArray("rows");
    for (RowRef row : rows) {
      list.addObject().put("resource", row.resource()).put("key", row.key());
    }
  }

  /** What is not known is left out. */
  private static void put(ObjectNode node, String name, String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
