package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tongban.hub.DefinitionArchive;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.test.PublishedSchemas;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is published with the hub is what the hub takes. */
@QuarkusTest
@QuarkusTestResource(HubUnderTest.class)
class PublishedDefinitionsTest {
  @Inject Definitions definitions;

  @Test
  void thePublishedSchemasAreTheHubs() throws IOException {
    assertThat(PublishedSchemas.agree(definitions, Path.of("../docs/schemas")))
        .as("run once with %s=1 to write them anew", PublishedSchemas.WRITE)
        .isEmpty();
  }

  /** The example program makes its clients' keys when it first runs. */
  private static DefinitionFile clients() throws JOSEException {
    String key = new ECKeyGenerator(Curve.P_256).keyID("k").generate().toPublicJWK().toJSONString();
    String client =
        """
        ---
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: %s}
        spec: {department: %s, roles: [caller, issuer], jwks: {"keys": [%s]}}
        """;
    String all =
        client.formatted("population-system", "population-office", key)
            + client.formatted("counter-desk", "housing-office", key);
    return new DefinitionFile("clients.yaml", all.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theExampleHubsHaveNoFault() throws IOException, JOSEException {
    List<DefinitionFile> files =
        new ArrayList<>(DefinitionArchive.ofDirectory(Path.of("../examples/hubs")));
    files.add(clients());
    assertThat(definitions.apply(files, true).created()).hasSizeGreaterThan(50);
  }
}
