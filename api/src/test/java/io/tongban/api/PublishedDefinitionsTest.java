package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tongban.hub.DefinitionArchive;
import io.tongban.hub.Definitions;
import io.tongban.hub.test.PublishedSchemas;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
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

  @Test
  void theExampleHubsHaveNoFault() throws IOException {
    var files = DefinitionArchive.ofDirectory(Path.of("../examples/hubs"));
    assertThat(definitions.apply(files, true).created()).hasSizeGreaterThan(50);
  }
}
