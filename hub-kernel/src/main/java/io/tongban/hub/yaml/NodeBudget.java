package io.tongban.hub.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.Place;

/**
 * How many nodes a file may still unfold to. Aliases are charged with everything they stand for, so
 * that a few lines cannot grow to gigabytes.
 */
final class NodeBudget {
  private static final int MAX_NODES = 1_000_000;
  private int left = MAX_NODES;

  void take(Place place) throws YamlFaultException {
    if (--left < 0) {
      throw new YamlFaultException(
          YamlReader.fault(
              place,
              "the file unfolds to more than " + MAX_NODES + " values",
              "split it into several files, and write less with aliases"));
    }
  }

  void takeAll(JsonNode copied, Place place) throws YamlFaultException {
    take(place);
    for (JsonNode child : copied) {
      takeAll(child, place);
    }
  }
}
