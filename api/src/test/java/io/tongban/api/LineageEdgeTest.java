package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClient;
import io.openlineage.client.transports.ApiKeyTokenProvider;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpTransport;
import io.openlineage.client.transports.HttpTransportResponseException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lineage of other tools in with OpenLineage's own client, and the auditor's questions to it. */
@QuarkusTest
@TestProfile(LandProfile.class)
class LineageEdgeTest {
  private static final URI AIRFLOW = URI.create("https://airflow.example/openlineage/2.20.3");
  private static final DepartmentClient REPORTER = new DepartmentClient("market-airflow");
  private static final DepartmentClient AUDITOR = new DepartmentClient("lineage-auditor");

  @Inject LandHub hub;
  @Inject ShopsHub shops;
  @Inject Ledger ledger;
  private final OpenLineage openLineage = new OpenLineage(AIRFLOW);

  @BeforeEach
  void declare() {
    hub.adur();
    shops.run();
    REPORTER.at(hub.settings().publicUrl());
    AUDITOR.at(hub.settings().publicUrl());
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: market-airflow, title: {zh: 调度, en: Airflow}}
        spec:
          department: market-bureau
          roles: [reporter]
          lineageNamespaces: [airflow-market]
          jwks: {"keys": [%s]}
        ---
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: lineage-auditor, title: {zh: 审计, en: Auditor}}
        spec: {department: land, roles: [auditor], jwks: {"keys": [%s]}}
        ---
        apiVersion: tongban.io/v1
        kind: SharingAgreement
        metadata: {name: adur-shops, title: {zh: 协议, en: Agreement}}
        spec:
          recipient: adur
          purposes: [inspection]
          law: Sharing Act s. 1
          from: 2020-01-01
          to: 2099-12-31
          resources:
            shops: {columns: [number, name], masks: {name: "partial(1,0)"}}
        ---
        apiVersion: tongban.io/v1
        kind: DataService
        metadata: {name: shop-lookup, title: {zh: 店铺查询, en: Shop look-up}}
        spec:
          provider: market-bureau
          sql: SELECT number, name AS label FROM shops WHERE number = :number
          parameters: [{name: number, type: STRING}]
        """
            .formatted(REPORTER.publicKey(), AUDITOR.publicKey()));
  }

  private String token() {
    JsonNode issued = REPORTER.post("/v1/lineage-tokens", "{}").json();
    assertThat(issued.path("audience").asText()).endsWith("/api/v1/lineage");
    assertThat(issued.path("expires_in").asInt()).isEqualTo(12 * 3600);
    return issued.path("access_token").asText();
  }

  private OpenLineageClient client(String token, HttpConfig.Compression compression) {
    ApiKeyTokenProvider key = new ApiKeyTokenProvider();
    key.setApiKey(token);
    HttpConfig config = new HttpConfig();
    config.setUrl(hub.settings().publicUrl());
    config.setTimeoutInMillis(60_000);
    config.setAuth(key);
    config.setCompression(compression);
    return new OpenLineageClient(new HttpTransport(config));
  }

  /** An Airflow task that writes the file which the hub's connector reads. */
  private OpenLineage.RunEvent published(EventType type, UUID run, String namespace) {
    String hubUrl = hub.settings().publicUrl().toString();
    var name =
        openLineage
            .newInputFieldBuilder()
            .namespace("postgres://market.example:5432")
            .name("register.public.shops")
            .field("trading_name")
            .transformations(
                List.of(
                    openLineage
                        .newInputFieldTransformationsBuilder()
                        .type("DIRECT")
                        .subtype("IDENTITY")
                        .build()))
            .build();
    var fields =
        openLineage
            .newColumnLineageDatasetFacetFieldsBuilder()
            .put(
                "name",
                openLineage
                    .newColumnLineageDatasetFacetFieldsAdditionalBuilder()
                    .inputFields(List.of(name))
                    .build())
            .build();
    var output =
        openLineage
            .newOutputDatasetBuilder()
            .namespace("s3://market")
            .name("published/shops.csv")
            .facets(
                openLineage
                    .newDatasetFacetsBuilder()
                    .columnLineage(
                        openLineage.newColumnLineageDatasetFacetBuilder().fields(fields).build())
                    .symlinks(
                        openLineage.newSymlinksDatasetFacet(
                            List.of(
                                openLineage.newSymlinksDatasetFacetIdentifiers(
                                    hubUrl, "source/market-drop/shops.csv", "FILE"))))
                    .build())
            .build();
    return openLineage
        .newRunEventBuilder()
        .eventType(type)
        .eventTime(ZonedDateTime.parse("2026-01-15T08:00:00Z").plusSeconds(type.ordinal()))
        .run(openLineage.newRunBuilder().runId(run).build())
        .job(openLineage.newJobBuilder().namespace(namespace).name("shops.publish").build())
        .inputs(List.of())
        .outputs(List.of(output))
        .build();
  }

  @Test
  void openLineagesOwnClientReportsAndTheChainIsOne() throws Exception {
    UUID run = UUID.randomUUID();
    try (OpenLineageClient client = client(token(), null)) {
      // out of order, and one of them twice
      client.emit(published(EventType.COMPLETE, run, "airflow-market"));
      client.emit(published(EventType.START, run, "airflow-market"));
      client.emit(published(EventType.COMPLETE, run, "airflow-market"));
    }
    assertThat(ledger.newest(EntryType.LINEAGE_REPORTED, "market-airflow", null, 100))
        .filteredOn(entry -> entry.manifest().path("run").asText().equals(run.toString()))
        .hasSize(2);
    JsonNode graph = AUDITOR.get("/v1/lineage?dataset=resource/shops&depth=5").json();
    List<String> edges = new ArrayList<>();
    graph
        .path("edges")
        .forEach(edge -> edges.add(edge.path("from").asText() + ">" + edge.path("to").asText()));
    assertThat(edges)
        .contains(
            "postgres://market.example:5432/register.public.shops>//airflow-market/shops.publish",
            "//airflow-market/shops.publish>source/market-drop/shops.csv",
            "source/market-drop/shops.csv>connector/shops-drop",
            "connector/shops-drop>resource/shops");
    JsonNode told = AUDITOR.get("/v1/lineage/runs/" + run + "/openlineage").json();
    assertThat(told).hasSize(2);
    assertThat(told.path(0).path("eventType").asText()).isEqualTo("START");
    assertThat(told.path(0).path("producer").asText()).isEqualTo(AIRFLOW.toString());
  }

  @Test
  void compressedEventsAreTakenToo() throws Exception {
    UUID run = UUID.randomUUID();
    try (OpenLineageClient client = client(token(), HttpConfig.Compression.GZIP)) {
      client.emit(published(EventType.FAIL, run, "airflow-market"));
    }
    assertThat(AUDITOR.get("/v1/lineage/runs/" + run + "/openlineage").json()).hasSize(1);
  }

  @Test
  void theClientIsToldWhyNot() throws Exception {
    UUID run = UUID.randomUUID();
    try (OpenLineageClient client = client(token(), null)) {
      assertThat(
              catchThrowableOfType(
                  HttpTransportResponseException.class,
                  () -> client.emit(published(EventType.START, run, "airflow-land"))))
          .satisfies(refused -> assertThat(refused.getStatusCode()).isEqualTo(403))
          .hasMessageContaining("lineage-namespace");
      assertThatThrownBy(
              () ->
                  client.emit(
                      openLineage
                          .newJobEventBuilder()
                          .eventTime(ZonedDateTime.parse("2026-01-15T08:00:00Z"))
                          .job(
                              openLineage
                                  .newJobBuilder()
                                  .namespace("airflow-market")
                                  .name("x")
                                  .build())
                          .build()))
          .hasMessageContaining("lineage-event-unsupported");
    }
    try (OpenLineageClient client = client("nothing", null)) {
      assertThatThrownBy(() -> client.emit(published(EventType.START, run, "airflow-market")))
          .hasMessageContaining("token-expired");
    }
    try (OpenLineageClient client = client(hub.bearer(hub.adur()), null)) {
      assertThatThrownBy(() -> client.emit(published(EventType.START, run, "airflow-market")))
          .as("a token of JDBC is for JDBC")
          .hasMessageContaining("token-expired");
    } finally {
      hub.endBearers();
    }
    assertThat(hub.adur().post("/v1/lineage-tokens", "{}").code()).isEqualTo("role-missing");
  }

  private HttpResponse<String> raw(String path, String token, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.settings().publicUrl().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void badBodiesAreToldWhatAndWhere() throws Exception {
    String token = token();
    byte[] bad = "{\"run\":{\"runId\":\"x\"},\"job\":{}}".getBytes("UTF-8");
    HttpResponse<String> answer = raw("/api/v1/lineage", token, bad);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body())
        .contains("lineage-event-invalid", "\"/run/runId\"", "\"/job/namespace\"", "\"fix\"");
    assertThat(raw("/api/v1/lineage/batch", token, "[]".getBytes("UTF-8")).statusCode())
        .isEqualTo(422);
    HttpResponse<String> nobody = raw("/api/v1/lineage", null, bad);
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(nobody.body()).contains("token-missing");
    assertThat(raw("/api/v1/lineage", token, new byte[(2 << 20) + 1]).statusCode()).isEqualTo(413);
    assertThat(raw("/api/v1/lineage", token, bad, "Content-Encoding", "gzip").body())
        .contains("no gzip stream");
    assertThat(raw("/api/v1/lineage", token, bad, "Content-Encoding", "br").body())
        .contains("neither gzip");
  }

  @Test
  void auditorsAskWhoIsAffectedAndWhereItComesFrom() throws Exception {
    try (OpenLineageClient client = client(token(), null)) {
      client.emit(published(EventType.COMPLETE, UUID.randomUUID(), "airflow-market"));
    }
    for (int i = 0; i < 2; i++) {
      DepartmentClient.Answer used =
          hub.adur()
              .post(
                  "/v1/services/shop-lookup",
                  "{\"parameters\":{\"number\":\"S001\"},\"purpose\":\"inspection\"}");
      assertThat(used.status()).as(used.text()).isEqualTo(200);
    }

    JsonNode row = AUDITOR.get("/v1/lineage/impact?resource=shops&key=S001").json();
    assertThat(row.at("/recipients/0/client").asText()).isEqualTo("adur-system");
    assertThat(row.at("/recipients/0/department").asText()).isEqualTo("adur");
    assertThat(row.at("/recipients/0/purpose").asText()).isEqualTo("inspection");
    assertThat(row.at("/recipients/0/uses").asLong()).isEqualTo(2);
    assertThat(row.at("/recipients/0/receipt/proof").asText()).contains("tlog-proof");
    assertThat(row.at("/services/0").asText()).isEqualTo("shop-lookup");
    assertThat(row.at("/receipt/leaf").asText()).isNotEmpty();
    JsonNode look = ledger.newest(EntryType.ACCESS, "lineage-auditor", null, 1).get(0).manifest();
    assertThat(look.path("target").asText()).isEqualTo("lineage/impact");
    assertThat(look.at("/rows/0/key").asText()).isEqualTo("S001");
    JsonNode page = AUDITOR.get("/v1/lineage/impact?resource=shops&key=S001&limit=1").json();
    assertThat(page.path("truncated").asBoolean()).isTrue();
    JsonNode next =
        AUDITOR
            .get("/v1/lineage/impact?resource=shops&key=S001&after=" + page.path("next").asText())
            .json();
    assertThat(next.path("recipients")).isNotEmpty();

    String origin = "postgres://market.example:5432/register.public.shops";
    JsonNode column =
        eventually("/v1/lineage/impact?dataset=" + origin + "&column=trading_name", "recipients");
    assertThat(column.path("datasets").toString())
        .contains("source/market-drop/shops.csv", "resource/shops", "client/adur-system");
    assertThat(column.path("services").toString()).contains("shop-lookup");
    assertThat(column.at("/recipients/0/purpose").asText()).isEqualTo("inspection");
    assertThat(column.at("/recipients/0/receipt/proof").asText()).contains("tlog-proof");
    assertThat(column.path("paths").toString()).contains("\"masked\":true");

    JsonNode back =
        AUDITOR.get("/v1/lineage/origin?dataset=client/adur-system&column=label").json();
    assertThat(back.path("paths").toString()).contains(origin, "\"fromColumn\":\"trading_name\"");
    assertThat(back.path("paths").toString()).contains("\"fromDigest\":\"");
    JsonNode record = AUDITOR.get("/v1/lineage/origin?resource=shops&key=S001").json();
    assertThat(record.at("/records/0/origin/connector").asText()).isEqualTo("shops-drop");
    assertThat(record.at("/records/0/origin/source/name").asText()).isEqualTo("东门小吃");
    assertThat(record.at("/records/0/paths").toString()).contains("trading_name");

    assertThat(hub.adur().get("/v1/lineage/impact?dataset=x").code()).isEqualTo("role-missing");
    assertThat(AUDITOR.get("/v1/lineage/impact?dataset=none").code()).isEqualTo("trace-empty");
    assertThat(AUDITOR.get("/v1/lineage/impact?column=x").code()).isEqualTo("ledger-query");
    assertThat(AUDITOR.get("/v1/lineage/origin?resource=shops").code()).isEqualTo("ledger-query");
    assertThat(
            AUDITOR.get("/v1/lineage/origin?certificate=" + UUID.randomUUID() + "&claim=x").code())
        .isEqualTo("trace-empty");
  }

  @Test
  void runsAndTracesAreProvJson() throws Exception {
    UUID run = UUID.randomUUID();
    try (OpenLineageClient client = client(token(), null)) {
      client.emit(published(EventType.COMPLETE, run, "airflow-market"));
    }
    DepartmentClient.Answer answer = AUDITOR.get("/v1/lineage/runs/" + run + "/prov");
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    JsonNode prov = answer.json();
    assertThat(prov.path("activity").path("run:" + run).path("tongban:job").asText())
        .isEqualTo("//airflow-market/shops.publish");
    assertThat(prov.path("wasAssociatedWith").toString())
        .contains("run:" + run, "client:market-airflow");
    assertThat(prov.path("actedOnBehalfOf").toString()).contains("department:market-bureau");
    assertThat(prov.path("wasGeneratedBy").toString()).contains("shops%2Ecsv");
    assertThat(prov.path("activity").toString()).contains("tongban:receipt");

    hub.adur()
        .post(
            "/v1/services/shop-lookup",
            "{\"parameters\":{\"number\":\"S002\"},\"purpose\":\"inspection\"}");
    JsonNode trace = AUDITOR.get("/v1/trace/prov?resource=shops&key=S002").json();
    String load = shops.run().id().toString();
    assertThat(trace.path("entity").has("record:shops%2FS002")).isTrue();
    assertThat(trace.path("wasGeneratedBy").toString()).contains("record:shops%2FS002", load);
    assertThat(trace.path("wasAttributedTo").toString()).contains("client:hub");
    assertThat(trace.path("wasAssociatedWith").toString())
        .contains("client:adur-system", "client:lineage-auditor");
    assertThat(trace.path("actedOnBehalfOf").toString()).contains("department:adur");
    assertThat(trace.path("wasDerivedFrom").toString()).contains("row:" + load);
    String look =
        ledger.newest(EntryType.ACCESS, "lineage-auditor", null, 1).get(0).id().toString();
    assertThat(trace.path("activity").path("use:" + look).path("tongban:receipt").asText())
        .isEqualTo(look);
    assertThat(AUDITOR.get("/v1/trace/prov?resource=shops&key=none").code())
        .isEqualTo("trace-empty");
    assertThat(AUDITOR.get("/v1/lineage/runs/" + UUID.randomUUID() + "/prov").code())
        .isEqualTo("lineage-unknown");
    assertThat(hub.adur().get("/v1/trace/prov?resource=shops&key=S002").code())
        .isEqualTo("role-missing");
  }

  @Test
  void ourFacetNamesASchemaThatIsThere() throws Exception {
    JsonNode end =
        AUDITOR.get("/v1/lineage/runs/" + shops.run().id() + "/openlineage").json().path(1);
    JsonNode facet = end.at("/run/facets/tongban_use");
    HttpResponse<String> schema =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(facet.path("_schemaURL").asText())).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(schema.statusCode()).isEqualTo(200);
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema.body())
                .validate(facet))
        .isEmpty();
  }

  /** The map of uses is written beside the requests. */
  private JsonNode eventually(String path, String member) {
    long end = System.nanoTime() + 30_000_000_000L;
    JsonNode answer = AUDITOR.get(path).json();
    while (answer.path(member).isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
      answer = AUDITOR.get(path).json();
    }
    assertThat(answer.path(member)).as(path).isNotEmpty();
    return answer;
  }
}
