package io.tongban.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The hub's own run facet in OpenLineage events, {@code tongban_use}: purpose, basis, recipient and
 * receipt of a use, or the figures of a load.
 */
public final class UseFacet {
  /** Its name. */
  public static final String NAME = "tongban_use";

  /** Where its JSON Schema is, below the hub's public URL. */
  public static final String SCHEMA_PATH = "/v1/schemas/openlineage/TongbanUseRunFacet";

  private UseFacet() {}

  /** Its JSON Schema (2020-12). */
  public static JsonNode schema() {
    try (InputStream in =
        UseFacet.class.getResourceAsStream("openlineage/TongbanUseRunFacet.json")) {
      return CanonicalJson.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
