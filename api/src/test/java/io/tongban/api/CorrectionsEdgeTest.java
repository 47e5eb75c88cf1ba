package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A department says that a record is wrong; who received it finds that in its inbox. */
@QuarkusTest
@TestProfile(LandProfile.class)
class CorrectionsEdgeTest {
  private static final String PATH = "/v1/corrections";
  private static final DepartmentClient LAND = new DepartmentClient("land-registry");
  private static final DepartmentClient AUDITOR = new DepartmentClient("corrections-auditor");

  @Inject LandHub hub;
  @Inject Ledger ledger;

  @BeforeEach
  void declare() {
    hub.adur();
    LAND.at(hub.settings().publicUrl());
    AUDITOR.at(hub.settings().publicUrl());
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: land-registry, title: {zh: 系统, en: System}}
        spec: {department: land, jwks: {"keys": [%s]}}
        ---
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: corrections-auditor, title: {zh: 审计, en: Auditor}}
        spec: {department: land, roles: [auditor], jwks: {"keys": [%s]}}
        """
            .formatted(LAND.publicKey(), AUDITOR.publicKey()));
  }

  private static String ask(String key) {
    return """
    {"resource": "land-parcels", "key": "%s", "field": "label",
     "reason": "The deed says otherwise", "purpose": "inspection"}
    """
        .formatted(key);
  }

  @Test
  void theRecipientFindsItAcknowledgesItAndTheProviderDecides() {
    DepartmentClient.Answer used =
        hub.adur()
            .post(
                "/v1/services/parcel-lookup/v1",
                "{\"parameters\":{\"id\":\"p77\"},\"purpose\":\"inspection\"}");
    assertThat(used.status()).as(used.text()).isEqualTo(200);
    DepartmentClient.Answer asked = LAND.post(PATH, ask("p77"));
    assertThat(asked.status()).as(asked.text()).isEqualTo(201);
    assertThat(asked.json().at("/receipt/proof").asText()).contains("tlog-proof");
    String address = asked.header("Location").replaceFirst("^https?://[^/]+", "");
    String id = asked.json().at("/correction/id").asText();

    JsonNode told = hub.adur().get(PATH + "?state=OPEN").json().at("/items/0");
    assertThat(told.path("id").asText()).isEqualTo(id);
    assertThat(told.path("uses").asInt()).isEqualTo(1);
    assertThat(told.path("reason").asText()).isEqualTo("The deed says otherwise");
    JsonNode taken = hub.adur().post(address + "/acknowledgement", "").json();
    assertThat(taken.path("acknowledged").asText()).isNotEmpty();
    assertThat(
            hub.adur()
                .post(address + "/decision", "{\"state\":\"REFUSED\",\"reason\":\"x\"}")
                .code())
        .isEqualTo("correction-not-provider");
    assertThat(LAND.post(address + "/decision", "{\"state\":\"CORRECTED\"}").status())
        .isEqualTo(200);
    assertThat(hub.adur().get(address).json().path("state").asText()).isEqualTo("CORRECTED");
    assertThat(LAND.post(address + "/decision", "{\"state\":\"CORRECTED\"}").code())
        .isEqualTo("correction-closed");
    assertThat(ledger.newest(EntryType.CORRECTION_ACKNOWLEDGED, "adur-system", null, 1))
        .singleElement()
        .satisfies(entry -> assertThat(entry.manifest().toString()).doesNotContain("p77"));

    assertThat(hub.brent().get(PATH).json().path("items")).isEmpty();
    assertThat(hub.brent().get(address).code()).isEqualTo("correction-unknown");
    assertThat(AUDITOR.get(PATH).code()).isEqualTo("role-missing");
  }

  @Test
  void badRequestsAreToldWhy() {
    assertThat(hub.brent().post(PATH, ask("p78")).code()).isEqualTo("correction-unknown");
    assertThat(LAND.post(PATH, ask("none")).code()).isEqualTo("correction-unknown");
    assertThat(LAND.post(PATH, "{}").code()).isEqualTo("purpose-missing");
    assertThat(LAND.post(PATH, ask("p78").replace("label", "lable")).code())
        .isEqualTo("column-unknown");
    assertThat(LAND.get(PATH + "?limit=x").code()).isEqualTo("correction-invalid");
    assertThat(LAND.get(PATH + "?state=DONE").code()).isEqualTo("correction-invalid");
    assertThat(LAND.get(PATH + "/x").code()).isEqualTo("correction-unknown");
  }
}
