package io.tongban.ledger.openlineage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.LineageReports.EventFault;
import io.tongban.ledger.openlineage.ReportedEvent.ColumnSource;
import io.tongban.ledger.openlineage.ReportedEvent.Type;
import io.tongban.ledger.openlineage.ReportedEvent.Used;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads run events after OpenLineage 2-0-2 and says of each fault where it is. Members and facets
 * that it does not know stay in the event's body.
 */
final class EventReader {
  /** Most events of a batch. */
  static final int MOST_EVENTS = 500;

  private static final int MOST_FAULTS = 20;
  private static final int MOST_DATASETS = 1_000;
  private static final int MOST_COLUMNS = 50_000;
  private static final int MAX_NAME = 400;
  private static final int MAX_SUBTYPE = 40;
  private static final Set<String> TYPES = Set.of("DIRECT", "INDIRECT");

  /** How far a reporter's clock may be ahead: a run of the far future would be newest for ever. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** As RFC 3339 writes times: {@link OffsetDateTime} takes some without seconds. */
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?"
              + "(?:[Zz]|[+-][0-9]{2}:[0-9]{2})");

  private static final Pattern SHA256 = Pattern.compile("(?:sha256:)?([0-9a-f]{64})");
  private static final ObjectReader JSON =
      CanonicalJson.mapper()
          .reader()
          .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final DatasetNames names;
  private final Instant now;
  private final List<EventFault> faults = new ArrayList<>();
  private int columns;

  EventReader(DatasetNames names, Instant now) {
    this.names = names;
    this.now = now;
  }

  /**
   * The events of a body.
   *
   * @throws ProblemException {@link LedgerProblem#LINEAGE_EVENT_INVALID} or {@link
   *     LedgerProblem#LINEAGE_EVENT_UNSUPPORTED}
   */
  List<ReportedEvent> read(byte[] body, boolean batch) {
    JsonNode json = json(body);
    List<ReportedEvent> events = new ArrayList<>();
    if (!batch) {
      events.add(event(json, ""));
    } else if (!json.isArray() || json.isEmpty() || json.size() > MOST_EVENTS) {
      fault("", "a batch is an array of 1 to " + MOST_EVENTS + " events", "send [event, …]");
    } else {
      for (int i = 0; i < json.size(); i++) {
        events.add(event(json.get(i), "/" + i));
      }
    }
    if (!faults.isEmpty()) {
      throw invalid(faults);
    }
    return events;
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      // the parser's words may quote the body
      throw invalid(
          List.of(new EventFault("", "the body is not one JSON value", "send JSON (RFC 8259)")));
    }
  }

  /** A refusal that names what is wrong and where. */
  static ProblemException invalid(List<EventFault> faults) {
    EventFault first = faults.get(0);
    Problem problem =
        Problem.of(
                LedgerProblem.LINEAGE_EVENT_INVALID,
                "at "
                    + (first.pointer().isEmpty() ? "/" : first.pointer())
                    + ": "
                    + first.message())
            .with("faults", faults);
    return new ProblemException(problem, null);
  }

  private void fault(String pointer, String message, String fix) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(new EventFault(pointer, message, fix));
    }
  }

  private ReportedEvent event(JsonNode event, String at) {
    if (!event.isObject()) {
      fault(at, "an event is an object", "send a RunEvent of OpenLineage 2-0-2");
      return null;
    }
    if (!event.has("run")) {
      unsupported(event, at);
      fault(at + "/run", "the member run is missing", "send run: {runId: a UUID}");
      return null;
    }
    Type type = type(event.path("eventType"), at + "/eventType");
    Instant time = time(event.path("eventTime"), at + "/eventTime");
    String producer = uri(event, "producer", at);
    uri(event, "schemaURL", at);
    UUID run = run(event.path("run"), at + "/run");
    JsonNode job = event.path("job");
    String jobName = name(job, at + "/job");
    facets(job, "facets", at + "/job");
    List<Used> inputs = datasets(event, "inputs", "inputFacets", at);
    List<Used> outputs = datasets(event, "outputs", "outputFacets", at);
    String body = CanonicalJson.text(event);
    return new ReportedEvent(
        type,
        time,
        run,
        job.path("namespace").asText(),
        jobName,
        producer,
        inputs,
        outputs,
        HexFormat.of().formatHex(CanonicalJson.sha256(body.getBytes(StandardCharsets.UTF_8))),
        body);
  }

  /** Events of the design, not of a run: the hub's graph is of what was done. */
  private static void unsupported(JsonNode event, String at) {
    boolean ofDataset = event.has("dataset");
    if (ofDataset || event.has("job")) {
      throw LedgerProblem.LINEAGE_EVENT_UNSUPPORTED.problem(
          "the event"
              + (at.isEmpty() ? "" : " at " + at)
              + " is a "
              + (ofDataset ? "DatasetEvent" : "JobEvent")
              + ", which tells of no run");
    }
  }

  private Type type(JsonNode type, String at) {
    if (type.isMissingNode()) {
      return Type.OTHER;
    }
    for (Type each : Type.values()) {
      if (type.isTextual() && each.name().equals(type.asText())) {
        return each;
      }
    }
    fault(at, "this is not a type of event", "write one of " + List.of(Type.values()));
    return Type.OTHER;
  }

  private Instant time(JsonNode time, String at) {
    try {
      if (!DATE_TIME.matcher(time.asText()).matches()) {
        throw new DateTimeException("not RFC 3339");
      }
      Instant instant = OffsetDateTime.parse(time.asText()).toInstant();
      if (instant.isAfter(now.plus(AHEAD))) {
        fault(at, "this lies more than an hour ahead", "set the clock of the tool");
      }
      return instant.truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      fault(at, "this is not a time with its zone", "write it as 2026-01-15T08:00:00.123Z");
      return now;
    }
  }

  private String uri(JsonNode node, String member, String at) {
    JsonNode value = node.path(member);
    try {
      if (value.isTextual() && new URI(value.asText()).isAbsolute()) {
        return value.asText();
      }
    } catch (URISyntaxException e) {
      // told below
    }
    fault(
        at + "/" + member,
        value.isMissingNode() ? "the member " + member + " is missing" : "this is not a URI",
        "write an absolute URI (RFC 3986)");
    return "";
  }

  private UUID run(JsonNode run, String at) {
    facets(run, "facets", at);
    String id = run.path("runId").asText();
    if (UUID_TEXT.matcher(id).matches()) {
      return UUID.fromString(id);
    }
    fault(at + "/runId", "this is not a UUID", "send the run's UUID (RFC 9562)");
    return null;
  }

  /** The name in the graph of what has a namespace and a name. */
  private String name(JsonNode named, String at) {
    String namespace = text(named, "namespace", at);
    String name = text(named, "name", at);
    String whole = names.of(namespace, name);
    if (whole.length() > MAX_NAME) {
      fault(
          at + "/name",
          "namespace and name are longer than " + MAX_NAME + " characters",
          "send shorter names");
    }
    return whole;
  }

  private String text(JsonNode node, String member, String at) {
    JsonNode value = node.path(member);
    if (!value.isTextual() || value.asText().isBlank()) {
      fault(at + "/" + member, "the member " + member + " is missing or empty", "send a text");
      return "-";
    }
    if (value.asText().chars().anyMatch(Character::isISOControl)) {
      fault(at + "/" + member, "there is a control character in it", "send a text of one line");
    }
    return value.asText();
  }

  /** Facets name their producer and their schema. */
  private void facets(JsonNode node, String member, String at) {
    JsonNode facets = node.path(member);
    if (facets.isMissingNode()) {
      return;
    }
    if (!facets.isObject()) {
      fault(at + "/" + member, "facets are an object", "send {} or leave it out");
      return;
    }
    for (Map.Entry<String, JsonNode> facet : facets.properties()) {
      String here = at + "/" + member + "/" + escaped(facet.getKey());
      if (facet.getValue().isObject()) {
        uri(facet.getValue(), "_producer", here);
        uri(facet.getValue(), "_schemaURL", here);
        if (facet.getValue().has("_deleted") && !facet.getValue().path("_deleted").isBoolean()) {
          fault(here + "/_deleted", "this is neither true nor false", "send true or false");
        }
      } else {
        fault(here, "a facet is an object", "send an object with _producer and _schemaURL");
      }
    }
  }

  /** A name as a part of a JSON Pointer. */
  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private List<Used> datasets(JsonNode event, String member, String further, String at) {
    JsonNode list = event.path(member);
    List<Used> used = new ArrayList<>();
    if (list.isMissingNode()) {
      return used;
    }
    if (!list.isArray() || list.size() > MOST_DATASETS) {
      fault(
          at + "/" + member,
          "this is not an array of at most " + MOST_DATASETS + " datasets",
          "send [{namespace, name}, …]");
      return used;
    }
    for (int i = 0; i < list.size(); i++) {
      String here = at + "/" + member + "/" + i;
      facets(list.get(i), "facets", here);
      facets(list.get(i), further, here);
      used.add(dataset(list.get(i), here));
    }
    return used;
  }

  private Used dataset(JsonNode dataset, String at) {
    String name = name(dataset, at);
    JsonNode facets = dataset.path("facets");
    if (facets.has("version")) {
      text(facets.path("version"), "datasetVersion", at + "/facets/version");
    }
    var version = SHA256.matcher(facets.at("/version/datasetVersion").asText());
    return new Used(
        name,
        names.own(dataset.path("namespace").asText()),
        alias(facets.path("symlinks"), at + "/facets/symlinks"),
        version.matches() ? version.group(1) : null,
        columns(facets.path("columnLineage"), at + "/facets/columnLineage"),
        at);
  }

  /** The hub's name of a dataset that has one of another namespace. */
  private String alias(JsonNode symlinks, String at) {
    JsonNode identifiers = symlinks.path("identifiers");
    if (!identifiers.isMissingNode() && !identifiers.isArray()) {
      fault(
          at + "/identifiers",
          "this is not an array of identifiers",
          "send [{namespace, name, type}, …]");
      return null;
    }
    String own = null;
    for (int i = 0; i < identifiers.size(); i++) {
      String whole = name(identifiers.path(i), at + "/identifiers/" + i);
      text(identifiers.path(i), "type", at + "/identifiers/" + i);
      if (own == null && names.own(identifiers.path(i).path("namespace").asText())) {
        own = whole;
      }
    }
    return own;
  }

  private List<ColumnSource> columns(JsonNode facet, String at) {
    List<ColumnSource> sources = new ArrayList<>();
    if (facet.isMissingNode()) {
      return sources;
    }
    JsonNode fields = facet.path("fields");
    if (!fields.isObject()) {
      fault(at + "/fields", "the member fields is missing", "send {column: {inputFields: […]}}");
    }
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      // deprecated, and read by nobody here
      for (String member : List.of("transformationDescription", "transformationType")) {
        if (field.getValue().has(member) && !field.getValue().path(member).isTextual()) {
          fault(
              at + "/fields/" + escaped(field.getKey()) + "/" + member,
              "this is not a text",
              "leave it out");
        }
      }
      inputFields(
          field.getKey(),
          field.getValue().path("inputFields"),
          at + "/fields/" + escaped(field.getKey()) + "/inputFields",
          sources);
    }
    if (facet.has("dataset")) {
      inputFields("*", facet.path("dataset"), at + "/dataset", sources);
    }
    return sources;
  }

  private void inputFields(String output, JsonNode list, String at, List<ColumnSource> to) {
    if (!list.isArray()) {
      fault(at, "this is not an array of input fields", "send [{namespace, name, field}, …]");
      return;
    }
    columns += list.size();
    if (columns > MOST_COLUMNS) {
      fault(at, "there are more than " + MOST_COLUMNS + " input fields", "send fewer at once");
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      JsonNode input = list.get(i);
      String here = at + "/" + i;
      String dataset = name(input, here);
      String column = text(input, "field", here);
      JsonNode transformations = input.path("transformations");
      transformations(transformations, here + "/transformations");
      to.add(
          new ColumnSource(
              output,
              dataset,
              column,
              direct(transformations, !output.equals("*")),
              masked(transformations),
              subtypes(transformations)));
    }
  }

  /**
   * Whether a value went in. Where no transformation is told, one does into a column; what stands
   * for a whole dataset only decides.
   */
  private static boolean direct(JsonNode transformations, boolean untold) {
    for (JsonNode each : transformations) {
      if (each.path("type").asText().equals("DIRECT")) {
        return true;
      }
    }
    return transformations.isEmpty() && untold;
  }

  /** What is told of how a column went in. */
  private void transformations(JsonNode list, String at) {
    if (!list.isMissingNode() && !list.isArray()) {
      fault(at, "this is not an array of transformations", "send [{type, subtype}, …]");
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      JsonNode each = list.path(i);
      String here = at + "/" + i;
      if (!each.path("type").isTextual() || !TYPES.contains(each.path("type").asText())) {
        fault(here + "/type", "this is no type", "write DIRECT or INDIRECT");
      }
      for (String member : List.of("subtype", "description")) {
        if (each.has(member) && !each.path(member).isTextual()) {
          fault(here + "/" + member, "this is not a text", "send a text or leave it out");
        }
      }
      if (each.path("subtype").asText().length() > MAX_SUBTYPE) {
        fault(
            here + "/subtype",
            "this is longer than " + MAX_SUBTYPE + " characters",
            "write IDENTITY, TRANSFORMATION, AGGREGATION, JOIN, GROUP_BY, FILTER, SORT, WINDOW or"
                + " CONDITIONAL");
      }
      if (each.has("masking") && !each.path("masking").isBoolean()) {
        fault(here + "/masking", "this is neither true nor false", "send true or false");
      }
    }
  }

  private static Set<String> subtypes(JsonNode transformations) {
    Set<String> subtypes = new TreeSet<>();
    transformations.forEach(
        each -> {
          String subtype = each.path("subtype").asText();
          if (!subtype.isBlank()) {
            subtypes.add(subtype);
          }
        });
    return subtypes;
  }

  private static boolean masked(JsonNode transformations) {
    for (Iterator<JsonNode> each = transformations.elements(); each.hasNext(); ) {
      if (each.next().path("masking").asBoolean(false)) {
        return true;
      }
    }
    return false;
  }
}
