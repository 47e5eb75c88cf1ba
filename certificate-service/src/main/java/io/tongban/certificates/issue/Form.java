package io.tongban.certificates.issue;

import io.tongban.certificates.IssuerError;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of an OAuth request; each stands once at most (RFC 6749, section 3.1). */
record Form(Map<String, List<String>> values) {
  /** A parameter that must be there. */
  String required(String name) {
    return one(name)
        .orElseThrow(
            () -> IssuerError.INVALID_REQUEST.because("the parameter " + name + " is missing"));
  }

  /** A parameter; an empty one is none. */
  Optional<String> one(String name) {
    List<String> given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      throw IssuerError.INVALID_REQUEST.because("the parameter " + name + " is repeated");
    }
    return given.stream().filter(value -> !value.isEmpty()).findFirst();
  }
}
