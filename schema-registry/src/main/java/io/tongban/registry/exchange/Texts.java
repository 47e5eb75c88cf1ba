package io.tongban.registry.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Label;

/** Texts in JSON-LD. */
final class Texts {
  private Texts() {}

  /** A label in both languages, or once where both are the same. */
  static JsonNode both(Label label) {
    ArrayNode texts = CanonicalJson.mapper().createArrayNode();
    texts.addObject().put("@value", label.zh()).put("@language", "zh");
    if (!label.en().equals(label.zh())) {
      texts.addObject().put("@value", label.en()).put("@language", "en");
    }
    return texts;
  }
}
