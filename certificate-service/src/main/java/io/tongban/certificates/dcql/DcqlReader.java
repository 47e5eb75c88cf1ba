package io.tongban.certificates.dcql;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.dcql.ClaimPath.Step;
import io.tongban.certificates.dcql.DcqlQuery.ClaimQuery;
import io.tongban.certificates.dcql.DcqlQuery.CredentialQuery;
import io.tongban.certificates.dcql.DcqlQuery.CredentialSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads queries (OpenID4VP 1.0, section 6). A member it does not know is a fault: a misspelt
 * restriction would otherwise ask for more than was meant.
 */
public final class DcqlReader {
  private static final String AKI = "aki";
  private static final String FEDERATION = "openid_federation";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final String RETAIN = "intent_to_retain";
  private static final int MAX_ITEMS = 64;
  private static final int MAX_TEXT = 1000;

  private DcqlReader() {}

  /**
   * Reads a query.
   *
   * @throws DcqlException with the place and the fault
   */
  public static DcqlQuery read(JsonNode query) throws DcqlException {
    object(query, "", Set.of("credentials", "credential_sets"));
    List<CredentialQuery> credentials = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Item item : items(query, "", "credentials", true)) {
      CredentialQuery credential = credential(item);
      if (!ids.add(credential.id())) {
        throw new DcqlException(item.at() + "/id", "stands twice");
      }
      credentials.add(credential);
    }
    List<CredentialSet> sets = new ArrayList<>();
    for (Item item : items(query, "", "credential_sets", false)) {
      sets.add(set(item, ids));
    }
    return new DcqlQuery(credentials, sets);
  }

  private record Item(JsonNode node, String at) {}

  private static CredentialQuery credential(Item item) throws DcqlException {
    object(
        item.node(),
        item.at(),
        Set.of(
            "id",
            "format",
            "meta",
            "claims",
            "claim_sets",
            "trusted_authorities",
            "multiple",
            "require_cryptographic_holder_binding"));
    String id = id(item.node().get("id"), item.at() + "/id");
    QueryFormat format = format(item);
    List<ClaimQuery> claims = claims(item, format);
    return new CredentialQuery(
        id,
        format,
        types(item, format),
        claims,
        claimSets(item, claims),
        authorities(item, AKI),
        authorities(item, FEDERATION),
        flag(item.node(), item.at(), "multiple", false),
        flag(item.node(), item.at(), "require_cryptographic_holder_binding", true));
  }

  private static QueryFormat format(Item item) throws DcqlException {
    JsonNode format = item.node().path("format");
    return QueryFormat.of(format.asText())
        .filter(known -> format.isTextual())
        .orElseThrow(
            () ->
                new DcqlException(
                    item.at() + "/format",
                    "is not one of "
                        + Stream.of(QueryFormat.values()).map(QueryFormat::id).toList()));
  }

  /** Alternatives, of which all names of one must be the credential's. */
  private static List<Set<String>> types(Item item, QueryFormat format) throws DcqlException {
    String at = item.at() + "/meta";
    JsonNode meta = item.node().path("meta");
    object(meta, at, Set.of(format.meta()));
    if (format == QueryFormat.MSO_MDOC) {
      return List.of(Set.of(text(meta.path(format.meta()), at + "/" + format.meta())));
    }
    List<Set<String>> types = new ArrayList<>();
    for (Item type : items(meta, at, format.meta(), true)) {
      types.add(
          format == QueryFormat.JWT_VC_JSON ? typeSet(type) : Set.of(text(type.node(), type.at())));
    }
    return types;
  }

  private static Set<String> typeSet(Item set) throws DcqlException {
    Set<String> types = new LinkedHashSet<>();
    for (Item type : elements(set.node(), set.at())) {
      types.add(QueryFormat.expanded(text(type.node(), type.at())));
    }
    // any credential whatever could not be held against a sharing agreement
    if (types.equals(Set.of(QueryFormat.VERIFIABLE_CREDENTIAL))) {
      throw new DcqlException(set.at(), "names no type beyond VerifiableCredential");
    }
    return types;
  }

  private static List<ClaimQuery> claims(Item item, QueryFormat format) throws DcqlException {
    boolean needsIds = item.node().has("claim_sets");
    List<ClaimQuery> claims = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Set<ClaimPath> paths = new HashSet<>();
    for (Item claim : items(item.node(), item.at(), "claims", false)) {
      ClaimQuery read = claim(claim, needsIds, format);
      if (read.id() != null && !ids.add(read.id())) {
        throw new DcqlException(claim.at() + "/id", "stands twice");
      }
      if (!paths.add(read.path())) {
        throw new DcqlException(claim.at() + "/path", "is asked for twice");
      }
      claims.add(read);
    }
    return claims;
  }

  private static ClaimQuery claim(Item claim, boolean needsId, QueryFormat format)
      throws DcqlException {
    Set<String> members = new LinkedHashSet<>(Set.of("id", "path", "values"));
    if (format == QueryFormat.MSO_MDOC) {
      members.add(RETAIN);
    }
    object(claim.node(), claim.at(), members);
    flag(claim.node(), claim.at(), RETAIN, false);
    String id =
        needsId || claim.node().has("id") ? id(claim.node().get("id"), claim.at() + "/id") : null;
    List<JsonNode> values = new ArrayList<>();
    for (Item value : items(claim.node(), claim.at(), "values", false)) {
      JsonNode node = value.node();
      if (!node.isTextual() && !node.isIntegralNumber() && !node.isBoolean()) {
        throw new DcqlException(value.at(), "is no text, integer or boolean");
      }
      values.add(node);
    }
    return new ClaimQuery(id, path(claim, format), values);
  }

  private static ClaimPath path(Item claim, QueryFormat format) throws DcqlException {
    List<Step> steps = new ArrayList<>();
    for (Item step : items(claim.node(), claim.at(), "path", true)) {
      steps.add(step(step));
    }
    Optional<QueryFormat.Fault> fault = format.fault(steps);
    if (fault.isPresent()) {
      throw new DcqlException(claim.at() + "/path" + fault.get().at(), fault.get().what());
    }
    return new ClaimPath(steps);
  }

  private static Step step(Item step) throws DcqlException {
    JsonNode node = step.node();
    if (node.isTextual()) {
      return new Step.Member(node.textValue());
    }
    if (node.isNull()) {
      return new Step.All();
    }
    if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0) {
      return new Step.Element(node.intValue());
    }
    throw new DcqlException(step.at(), "is no text, null or non-negative integer");
  }

  private static List<List<String>> claimSets(Item item, List<ClaimQuery> claims)
      throws DcqlException {
    Set<String> known = new HashSet<>();
    claims.forEach(claim -> known.add(claim.id()));
    List<List<String>> sets = new ArrayList<>();
    for (Item set : items(item.node(), item.at(), "claim_sets", false)) {
      sets.add(references(set, known));
    }
    return sets;
  }

  /** What is asked for of that type in {@code trusted_authorities}; all of them are checked. */
  private static Set<String> authorities(Item item, String type) throws DcqlException {
    Set<String> values = new LinkedHashSet<>();
    for (Item authority : items(item.node(), item.at(), "trusted_authorities", false)) {
      object(authority.node(), authority.at(), Set.of("type", "values"));
      String found = authority.node().path("type").asText();
      if (!found.equals(AKI) && !found.equals(FEDERATION)) {
        throw new DcqlException(authority.at() + "/type", "is not aki or openid_federation");
      }
      for (Item value : items(authority.node(), authority.at(), "values", true)) {
        String text = text(value.node(), value.at());
        if (found.equals(AKI) && !KEY_ID.matcher(text).matches()) {
          throw new DcqlException(value.at(), "is no key identifier in base64url");
        }
        if (found.equals(type)) {
          values.add(text);
        }
      }
    }
    return values;
  }

  private static CredentialSet set(Item item, Set<String> ids) throws DcqlException {
    object(item.node(), item.at(), Set.of("options", "required"));
    List<List<String>> options = new ArrayList<>();
    for (Item option : items(item.node(), item.at(), "options", true)) {
      options.add(references(option, ids));
    }
    return new CredentialSet(options, flag(item.node(), item.at(), "required", true));
  }

  private static List<String> references(Item list, Set<String> known) throws DcqlException {
    List<String> ids = new ArrayList<>();
    for (Item item : elements(list.node(), list.at())) {
      if (!item.node().isTextual() || !known.contains(item.node().textValue())) {
        throw new DcqlException(item.at(), "names nothing in this query");
      }
      ids.add(item.node().textValue());
    }
    return ids;
  }

  private static void object(JsonNode node, String at, Set<String> members) throws DcqlException {
    if (node == null || !node.isObject()) {
      throw new DcqlException(at, "is not an object");
    }
    for (var member : node.properties()) {
      if (!members.contains(member.getKey())) {
        throw new DcqlException(at, "has a member other than " + new java.util.TreeSet<>(members));
      }
    }
  }

  private static List<Item> items(JsonNode parent, String at, String name, boolean needed)
      throws DcqlException {
    return !needed && !parent.has(name) ? List.of() : elements(parent.path(name), at + "/" + name);
  }

  private static List<Item> elements(JsonNode array, String at) throws DcqlException {
    if (!array.isArray() || array.isEmpty() || array.size() > MAX_ITEMS) {
      throw new DcqlException(at, "is not an array of 1 to " + MAX_ITEMS + " items");
    }
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      items.add(new Item(array.get(i), at + "/" + i));
    }
    return items;
  }

  private static String id(JsonNode node, String at) throws DcqlException {
    if (node == null || !node.isTextual() || !ID.matcher(node.textValue()).matches()) {
      throw new DcqlException(at, "is not 1 to 64 letters, digits, _ or -");
    }
    return node.textValue();
  }

  private static String text(JsonNode node, String at) throws DcqlException {
    if (!node.isTextual() || node.textValue().isEmpty() || node.textValue().length() > MAX_TEXT) {
      throw new DcqlException(at, "is not a text of 1 to " + MAX_TEXT + " characters");
    }
    return node.textValue();
  }

  private static boolean flag(JsonNode node, String at, String name, boolean otherwise)
      throws DcqlException {
    JsonNode value = node.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw new DcqlException(at + "/" + name, "is not true or false");
    }
    return value.booleanValue();
  }
}
