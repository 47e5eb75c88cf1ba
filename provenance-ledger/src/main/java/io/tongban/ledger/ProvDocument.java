package io.tongban.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Builds a document in PROV-JSON (W3C Member Submission, 24 April 2013) of the PROV data model.
 * Things are named {@code kind:name} with the name percent-encoded, each kind a prefix of the hub's
 * own namespace; the name as it is stands in {@code prov:label}.
 */
public final class ProvDocument {
  /** Media type of PROV-JSON, which has none of its own. */
  public static final String MEDIA_TYPE = "application/json";

  private static final int HIGH = 0x80;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final ObjectNode json = CanonicalJson.mapper().createObjectNode();
  private int relations;

  /**
   * An empty document.
   *
   * @param hub the hub's public URL
   */
  public ProvDocument(URI hub) {
    ObjectNode prefixes = json.putObject("prefix");
    for (Kind kind : Kind.values()) {
      prefixes.put(kind.prefix(), hub + "/prov/" + kind.prefix() + "#");
    }
    prefixes.put("tongban", "urn:tongban:prov:");
  }

  /** What there is. */
  public enum Kind {
    /** A dataset of the lineage graph. */
    DATASET,
    /** A record of a resource, or a certificate. */
    RECORD,
    /** A row of what a connector read. */
    ROW,
    /** A run of a job. */
    RUN,
    /** A use, by its ledger entry. */
    USE,
    /** A client or another program. */
    CLIENT,
    /** A department. */
    DEPARTMENT;

    String prefix() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The name of a thing.
   *
   * @return a qualified name of this document
   */
  private static String name(Kind kind, String name) {
    StringBuilder encoded = new StringBuilder(kind.prefix()).append(':');
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      boolean plain = c < HIGH && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.toHexDigits(each));
      }
    }
    return encoded.toString();
  }

  /** Adds an entity; values that are null are left out. */
  public String entity(Kind kind, String name, Map<String, String> attributes) {
    return add("entity", kind, name, attributes);
  }

  /** Adds an activity; times may be null. */
  public String activity(
      Kind kind, String name, Instant start, Instant end, Map<String, String> attributes) {
    String id = add("activity", kind, name, attributes);
    ObjectNode activity = json.withObjectProperty("activity").withObjectProperty(id);
    put(activity, "prov:startTime", start == null ? null : start.toString());
    put(activity, "prov:endTime", end == null ? null : end.toString());
    return id;
  }

  /** Adds a program that acted. */
  public String software(String name) {
    return agent(Kind.CLIENT, name, "prov:SoftwareAgent");
  }

  /** Adds a department. */
  public String organization(String name) {
    return agent(Kind.DEPARTMENT, name, "prov:Organization");
  }

  private String agent(Kind kind, String name, String type) {
    String id = add("agent", kind, name, Map.of());
    json.withObjectProperty("agent")
        .withObjectProperty(id)
        .putObject("prov:type")
        .put("$", type)
        .put("type", "prov:QUALIFIED_NAME");
    return id;
  }

  private String add(String what, Kind kind, String name, Map<String, String> attributes) {
    String id = name(kind, name);
    ObjectNode thing = json.withObjectProperty(what).withObjectProperty(id);
    thing.put("prov:label", name);
    attributes.forEach((attribute, value) -> put(thing, "tongban:" + attribute, value));
    return id;
  }

  private static void put(ObjectNode node, String member, String value) {
    if (value != null) {
      node.put(member, value);
    }
  }

  /** The activity used the entity. */
  public void used(String activity, String entity) {
    relation("used", "prov:activity", activity, "prov:entity", entity);
  }

  /** The activity made the entity. */
  public void generated(String entity, String activity) {
    relation("wasGeneratedBy", "prov:entity", entity, "prov:activity", activity);
  }

  /** The entity was made of the other. */
  public void derived(String generated, String used) {
    relation("wasDerivedFrom", "prov:generatedEntity", generated, "prov:usedEntity", used);
  }

  /** The agent answers for the entity. */
  public void attributed(String entity, String agent) {
    relation("wasAttributedTo", "prov:entity", entity, "prov:agent", agent);
  }

  /** The agent answers for the activity. */
  public void associated(String activity, String agent) {
    relation("wasAssociatedWith", "prov:activity", activity, "prov:agent", agent);
  }

  /** The one acted for the other. */
  public void behalf(String delegate, String responsible) {
    relation("actedOnBehalfOf", "prov:delegate", delegate, "prov:responsible", responsible);
  }

  private void relation(String kind, String one, String from, String other, String to) {
    ObjectNode all = json.withObjectProperty(kind);
    for (var known : all) {
      if (known.path(one).asText().equals(from) && known.path(other).asText().equals(to)) {
        return;
      }
    }
    relations++;
    all.putObject("_:r" + relations).put(one, from).put(other, to);
  }

  /** The document. */
  public ObjectNode json() {
    return json.deepCopy();
  }
}
