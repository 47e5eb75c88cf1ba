package io.tongban.registry.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.HubSettings;
import io.tongban.hub.HubSpec;
import io.tongban.hub.Label;
import io.tongban.registry.Code;
import io.tongban.registry.CodeListSpec;
import io.tongban.registry.CodeLists;
import io.tongban.registry.Column;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.Registry;
import io.tongban.registry.RegistryExports;
import io.tongban.registry.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@link RegistryExports} of what is registered now. */
@ApplicationScoped
class RegistryDocuments implements RegistryExports {
  private static final int PAGE = 1_000;
  private final Registry registry;
  private final CodeLists codes;
  private final Definitions definitions;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  RegistryDocuments(
      Registry registry,
      CodeLists codes,
      Definitions definitions,
      HubSettings settings,
      Clock clock) {
    this.registry = registry;
    this.codes = codes;
    this.definitions = definitions;
    this.settings = settings;
    this.clock = clock;
  }

  /** Where the JSON Schema of a resource's records is. */
  static String schemaAddress(String hub, String resource) {
    return hub + "/v1/exchange/resources/" + resource + "/json-schema";
  }

  @Override
  public Optional<JsonNode> jsonSchema(String resource) {
    return registry
        .resource(resource)
        .map(found -> schemas(found).jsonSchema(schemaAddress(hub(), resource)));
  }

  @Override
  public Optional<JsonNode> avro(String resource) {
    return registry.resource(resource).map(found -> schemas(found).avro());
  }

  private RecordSchemas schemas(Resource resource) {
    Map<String, DataElementSpec> elements = new HashMap<>();
    for (Column column : resource.columns()) {
      registry
          .element(column.element())
          .ifPresent(element -> elements.put(element.name(), element.spec()));
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), settings.zone());
    return new RecordSchemas(resource, elements, codes, today);
  }

  @Override
  public Optional<JsonNode> skos(String list) {
    return definitions
        .find(CodeListSpec.class, list)
        .map(
            definition ->
                new SkosScheme(hub() + "/v1/code-lists/" + list, all(list))
                    .document(definition.title(), definition.spec().standard()));
  }

  private List<Code> all(String list) {
    List<Code> all = new ArrayList<>();
    List<Code> page = codes.page(list, null, PAGE);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = codes.page(list, page.get(page.size() - 1).code(), PAGE);
    }
    return all;
  }

  @Override
  public JsonNode dcat() {
    Map<String, Label> departments =
        definitions.all(DepartmentSpec.class).stream()
            .collect(Collectors.toMap(Definition::name, Definition::title));
    Label title =
        definitions.all(HubSpec.class).stream()
            .findFirst()
            .map(Definition::title)
            .orElse(new Label("资源目录", "Resource directory"));
    return new DcatCatalogue(hub(), departments).document(title, registry.resources());
  }

  @Override
  public String elementsCsv() {
    return ElementsSheet.csv(registry.elements());
  }

  private String hub() {
    return settings.publicUrl().toString();
  }
}
