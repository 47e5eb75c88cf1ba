package io.tongban.access;

import java.util.Map;

/**
 * A request to the token endpoint.
 *
 * @param form the form parameters, each once
 * @param dpop the value of the {@code DPoP} header, or null
 */
public record TokenRequest(Map<String, String> form, String dpop) {
  public TokenRequest {
    form = Map.copyOf(form);
  }
}
