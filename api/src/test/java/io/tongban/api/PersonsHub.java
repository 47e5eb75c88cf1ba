package io.tongban.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.tongban.connectors.Connectors;
import io.tongban.hub.DefinitionArchive;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.Jobs;
import io.tongban.hub.Sources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The prefill example of {@code examples/hubs} with its invented persons, loaded once. */
@ApplicationScoped
class PersonsHub {
  /** A hub of its own, so that its resources are in nobody else's figures. */
  public static final class Profile implements QuarkusTestProfile {}

  private static final Path EXAMPLE = Path.of("../examples/hubs/prefill");

  private final Definitions definitions;
  private final Connectors connectors;
  private final Sources sources;
  private final Jobs jobs;
  private ECKey key;

  @Inject
  PersonsHub(Definitions definitions, Connectors connectors, Sources sources, Jobs jobs) {
    this.definitions = definitions;
    this.connectors = connectors;
    this.sources = sources;
    this.jobs = jobs;
  }

  /** The key of the client {@code housing-system}. */
  synchronized ECKey key() {
    if (key == null) {
      try {
        ECKey made = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        List<DefinitionFile> files =
            new ArrayList<>(DefinitionArchive.ofDirectory(EXAMPLE.resolve("definitions")));
        files.add(new DefinitionFile("client.yaml", client(made)));
        definitions.apply(files, false);
        Files.copy(
            EXAMPLE.resolve("data/persons.csv"),
            sources.directory("population-drop").resolve("persons.csv"));
        jobs.await(connectors.start("persons-drop"), Duration.ofSeconds(60));
        key = made;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (JOSEException e) {
        throw new IllegalStateException("every Java platform has P-256", e);
      }
    }
    return key;
  }

  private static byte[] client(ECKey key) {
    return """
    apiVersion: tongban.io/v1
    kind: Client
    metadata: {name: housing-system}
    spec: {department: housing-office, roles: [caller], jwks: {"keys": [%s]}}
    ---
    apiVersion: tongban.io/v1
    kind: Client
    metadata: {name: population-system}
    spec: {department: population-office, roles: [caller, issuer], jwks: {"keys": [%s]}}
    ---
    apiVersion: tongban.io/v1
    kind: Client
    metadata: {name: counter-desk}
    spec: {department: housing-office, roles: [caller], jwks: {"keys": [%s]}}
    """
        .replace("%s", key.toPublicJWK().toJSONString())
        .getBytes(StandardCharsets.UTF_8);
  }
}
