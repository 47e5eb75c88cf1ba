package io.tongban.ledger.openlineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.ColumnLineageDatasetFacet;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.InputField;
import io.openlineage.client.OpenLineage.InputFieldTransformations;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.ColumnRef;
import io.tongban.ledger.LineageRun;
import io.tongban.ledger.LineageRun.Dataset;
import io.tongban.ledger.LineageRun.Subtype;
import io.tongban.ledger.UseFacet;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs as OpenLineage events. */
final class LineageEvents {
  private static final ObjectMapper JSON =
      CanonicalJson.mapper().copy().setSerializationInclusion(JsonInclude.Include.NON_NULL);
  private static final Comparator<ColumnRef> BY_NAME =
      Comparator.comparing(ColumnRef::dataset).thenComparing(ColumnRef::name);
  private final OpenLineage openLineage;
  private final String namespace;

  /**
   * Events of a hub.
   *
   * @param hub its public URL: the events' producer and the namespace of jobs and datasets
   */
  LineageEvents(URI hub) {
    this.openLineage = new OpenLineage(hub);
    this.namespace = hub.toString();
  }

  /** START, then COMPLETE or FAIL. */
  List<JsonNode> of(LineageRun run) {
    EventType end = EventType.valueOf(run.state().name());
    return Stream.of(
            event(run, EventType.START, run.started(), List.of()),
            event(run, end, run.ended(), outputs(run)))
        .<JsonNode>map(JSON::valueToTree)
        .toList();
  }

  private RunEvent event(LineageRun run, EventType type, Instant at, List<OutputDataset> outputs) {
    return openLineage
        .newRunEventBuilder()
        .eventType(type)
        .eventTime(at.atZone(ZoneOffset.UTC))
        .run(run(run, type))
        .job(openLineage.newJobBuilder().namespace(namespace).name(run.job()).build())
        .inputs(inputs(run))
        .outputs(outputs)
        .build();
  }

  private OpenLineage.Run run(LineageRun run, EventType type) {
    var facets = openLineage.newRunFacetsBuilder();
    if (type != EventType.START) {
      facets.put(UseFacet.NAME, use(run));
      if (type == EventType.FAIL) {
        String problem = run.facts().getOrDefault("problem", "the run failed");
        facets.errorMessage(openLineage.newErrorMessageRunFacet(problem, "SQL", null));
      }
    }
    return openLineage.newRunBuilder().runId(run.id()).facets(facets.build()).build();
  }

  private OpenLineage.RunFacet use(LineageRun run) {
    var facet = new Facet(openLineage.newRunFacet().get_producer());
    facet.getAdditionalProperties().put("facts", run.facts());
    return facet;
  }

  private List<InputDataset> inputs(LineageRun run) {
    return run.inputs().stream()
        .map(
            input ->
                openLineage
                    .newInputDatasetBuilder()
                    .namespace(namespace)
                    .name(input.name())
                    .facets(facets(input).build())
                    .build())
        .toList();
  }

  private List<OutputDataset> outputs(LineageRun run) {
    return run.outputs().stream()
        .map(
            output ->
                openLineage
                    .newOutputDatasetBuilder()
                    .namespace(namespace)
                    .name(output.name())
                    .facets(facets(output).columnLineage(columns(run, output)).build())
                    .build())
        .toList();
  }

  private OpenLineage.DatasetFacetsBuilder facets(Dataset dataset) {
    var facets = openLineage.newDatasetFacetsBuilder();
    return dataset.digest() == null
        ? facets
        : facets.version(openLineage.newDatasetVersionDatasetFacet("sha256:" + dataset.digest()));
  }

  /** Which input columns each column of a dataset was made of; null where that is not known. */
  private ColumnLineageDatasetFacet columns(LineageRun run, Dataset output) {
    Map<String, Map<ColumnRef, List<InputFieldTransformations>>> made = new TreeMap<>();
    run.columnLinks().stream()
        .filter(link -> link.to().dataset().equals(output.name()))
        .forEach(
            link ->
                made.computeIfAbsent(link.to().name(), name -> new TreeMap<>(BY_NAME))
                    .computeIfAbsent(link.from(), name -> new ArrayList<>())
                    .addAll(transformations(link)));
    if (made.isEmpty()) {
      return null;
    }
    var fields = openLineage.newColumnLineageDatasetFacetFieldsBuilder();
    var facet = openLineage.newColumnLineageDatasetFacetBuilder();
    made.forEach(
        (column, from) -> {
          List<InputField> inputs =
              from.entrySet().stream()
                  .map(entry -> field(entry.getKey(), entry.getValue()))
                  .toList();
          if (column.equals(ColumnRef.ALL)) {
            facet.dataset(inputs);
          } else {
            fields.put(
                column,
                openLineage
                    .newColumnLineageDatasetFacetFieldsAdditionalBuilder()
                    .inputFields(inputs)
                    .build());
          }
        });
    return facet.fields(fields.build()).build();
  }

  private List<InputFieldTransformations> transformations(LineageRun.ColumnLink link) {
    List<String> subtypes = link.subtypes();
    if (link.direct() && (subtypes.isEmpty() || link.masked())) {
      subtypes = List.of((link.masked() ? Subtype.TRANSFORMATION : Subtype.IDENTITY).name());
    }
    boolean masking = link.direct() && link.masked();
    if (subtypes.isEmpty()) {
      return List.of(transformation(link.direct(), null, masking));
    }
    return subtypes.stream()
        .map(subtype -> transformation(link.direct(), subtype, masking))
        .toList();
  }

  private InputFieldTransformations transformation(
      boolean direct, String subtype, boolean masking) {
    return openLineage
        .newInputFieldTransformationsBuilder()
        .type(direct ? "DIRECT" : "INDIRECT")
        .subtype(subtype)
        .description(masking ? "masked" : "")
        .masking(masking)
        .build();
  }

  private InputField field(ColumnRef column, List<InputFieldTransformations> transformations) {
    return openLineage
        .newInputFieldBuilder()
        .namespace(namespace)
        .name(column.dataset())
        .field(column.name())
        .transformations(transformations)
        .build();
  }

  /** A run facet of our own with its schema's name. */
  private static final class Facet extends OpenLineage.DefaultRunFacet {
    private final URI schema;

    Facet(URI producer) {
      super(producer);
      this.schema = URI.create(producer + UseFacet.SCHEMA_PATH);
    }

    @Override
    public URI get_schemaURL() {
      return schema;
    }
  }
}
