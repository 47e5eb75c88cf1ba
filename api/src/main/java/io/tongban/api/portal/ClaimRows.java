package io.tongban.api.portal;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Label;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A certificate's claims as people read them. */
final class ClaimRows {
  /** Members of the protocol that say nothing to a person who checks a certificate. */
  private static final Set<String> PROTOCOL =
      Set.of("cnf", "status", "vct", "_sd_alg", "_sd", "vct#integrity");

  private ClaimRows() {}

  /** The claims with the titles their type gives them. */
  static List<VerifyView.Claim> of(
      Map<String, Object> claims, Optional<Definition<CertificateTypeSpec>> type) {
    return claims.entrySet().stream()
        .filter(claim -> !PROTOCOL.contains(claim.getKey()))
        .map(c -> new VerifyView.Claim(title(c.getKey(), type), value(c.getValue())))
        .toList();
  }

  /** The titles of claims. */
  static List<Label> titles(
      Collection<String> claims, Optional<Definition<CertificateTypeSpec>> type) {
    return claims.stream().map(claim -> title(claim, type)).toList();
  }

  private static Label title(String claim, Optional<Definition<CertificateTypeSpec>> type) {
    return type.stream()
        .flatMap(t -> t.spec().claims().stream())
        .filter(c -> c.name().equals(claim) && c.title() != null)
        .map(CertificateTypeSpec.Claim::title)
        .findFirst()
        .orElseGet(() -> new Label(claim, claim));
  }

  private static String value(Object value) {
    return value instanceof Map || value instanceof List
        ? CanonicalJson.mapper().valueToTree(value).toString()
        : String.valueOf(value);
  }
}
