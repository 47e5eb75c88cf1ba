package io.tongban.api.department;

import io.quarkus.arc.Arc;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.tongban.federation.DataServiceSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.Label;
import io.tongban.registry.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Gives each version of a data service its own entry, as it is declared at this moment. */
@OpenApiFilter(OpenApiFilter.RunStage.RUN)
public class ServicesInOpenApi implements OASFilter {
  private static final String JSON = "application/json";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    ServiceVersions versions = Arc.container().instance(ServiceVersions.class).get();
    versions
        .all()
        .forEach(
            version ->
                document
                    .getPaths()
                    .addPathItem(
                        ServiceVersions.path(version),
                        OASFactory.createPathItem().POST(operation(version))));
  }

  private static Operation operation(Definition<DataServiceSpec> version) {
    DataServiceSpec spec = version.spec();
    return OASFactory.createOperation()
        .operationId(
            spec.serviceName(version.name()).replace('-', '_') + "_v" + spec.versionNumber())
        .addTag("data services")
        .summary(version.title().en() + " · " + version.title().zh())
        .description(text(spec.description()))
        .deprecated(spec.deprecated() != null)
        .requestBody(
            OASFactory.createRequestBody().required(true).content(content(JSON, request(spec))))
        .responses(
            OASFactory.createAPIResponses()
                .addAPIResponse(
                    "200",
                    OASFactory.createAPIResponse()
                        .description("The answer and the receipt of its use")
                        .content(answers()))
                .addAPIResponse("400", problem("parameter-invalid, naming the parameter"))
                .addAPIResponse("403", problem("The judge's refusal, recorded")));
  }

  private static org.eclipse.microprofile.openapi.models.responses.APIResponse problem(
      String what) {
    return OASFactory.createAPIResponse().description(what);
  }

  private static Content content(String type, MediaType media) {
    return OASFactory.createContent().addMediaType(type, media);
  }

  private static Content answers() {
    return content(
            JSON,
            OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref("#/components/schemas/Released")))
        .addMediaType(AnswerFormat.NDJSON_TYPE, OASFactory.createMediaType().schema(string(null)))
        .addMediaType(AnswerFormat.CSV_TYPE, OASFactory.createMediaType().schema(string(null)));
  }

  private static MediaType request(DataServiceSpec spec) {
    Schema parameters = object(null);
    Map<String, Object> given = new LinkedHashMap<>();
    for (DataServiceSpec.Parameter parameter : parameters(spec)) {
      parameters.addProperty(parameter.name(), schema(parameter));
      if (!Boolean.FALSE.equals(parameter.required())) {
        parameters.addRequired(parameter.name());
      }
      if (parameter.example() != null) {
        given.put(parameter.name(), parameter.example());
      }
    }
    parameters.additionalPropertiesBoolean(false);
    Schema body =
        object("A call")
            .addProperty("parameters", parameters)
            .addProperty("purpose", string("Name of a Purpose"))
            .addProperty("case", string("The case it is needed for"))
            .addRequired("purpose");
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("parameters", given);
    value.put("purpose", "the-purpose");
    Example example = OASFactory.createExample().value(value);
    return OASFactory.createMediaType().schema(body).addExample("call", example);
  }

  private static List<DataServiceSpec.Parameter> parameters(DataServiceSpec spec) {
    return spec.parameters() == null ? List.of() : spec.parameters();
  }

  private static Schema schema(DataServiceSpec.Parameter parameter) {
    Schema schema = OASFactory.createSchema().description(text(parameter.description()));
    if (parameter.example() != null) {
      schema.addExample(parameter.example());
    }
    return typed(schema, parameter.type());
  }

  private static Schema typed(Schema schema, DataType type) {
    return switch (type) {
      case STRING -> schema.addType(Schema.SchemaType.STRING);
      case INTEGER -> schema.addType(Schema.SchemaType.INTEGER).format("int64");
      case DECIMAL -> schema.addType(Schema.SchemaType.NUMBER);
      case BOOLEAN -> schema.addType(Schema.SchemaType.BOOLEAN);
      case DATE -> schema.addType(Schema.SchemaType.STRING).format("date");
      case TIMESTAMP -> schema.addType(Schema.SchemaType.STRING).format("date-time");
    };
  }

  private static Schema object(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT).description(description);
  }

  private static Schema string(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }

  private static String text(Label label) {
    return label == null ? null : label.en() + " · " + label.zh();
  }
}
