package io.tongban.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * {@code kind: Callback}: where a department's system is told that a presentation it started has
 * ended, or that a record its department received is said to be wrong.
 */
public record CallbackSpec(
    @JsonProperty(required = true)
        @JsonPropertyDescription(
            "The Client that may name it when it starts a presentation; it is the audience (aud) of"
                + " what is sent")
        String client,
    @JsonProperty(required = true)
        @JsonPropertyDescription("The receiver: a Source of the client's department, with http")
        String source,
    @JsonPropertyDescription(
            "Below the Source's URL, for example /tongban/events; the URL itself if left out")
        String path,
    @JsonPropertyDescription(
            "Whether it is also told of corrections that concern the client's department: asked"
                + " for, and decided; false if left out")
        Boolean corrections) {

  /** Whether it is told of corrections. */
  @JsonIgnore
  public boolean tellsCorrections() {
    return Boolean.TRUE.equals(corrections);
  }

  /** The path, or an empty text. */
  @JsonIgnore
  public String pathOrEmpty() {
    return path == null ? "" : path;
  }
}
