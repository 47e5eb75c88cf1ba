package io.tongban.certificates.issue;

import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The declared certificate types. */
@ApplicationScoped
public class Types {
  private final Definitions definitions;

  @Inject
  Types(Definitions definitions) {
    this.definitions = definitions;
  }

  public Definition<CertificateTypeSpec> named(String type) {
    return definitions
        .find(CertificateTypeSpec.class, type)
        .orElseThrow(
            () ->
                CertificateProblem.TYPE_UNKNOWN.problem(
                    "there is no CertificateType named " + type));
  }

  /** A declared type whose certificates are issued here. */
  Definition<CertificateTypeSpec> issued(String type) {
    Definition<CertificateTypeSpec> named = named(type);
    if (named.spec().collects()) {
      throw CertificateProblem.TYPE_COLLECTED.problem(
          "the certificates of " + type + " are collected");
    }
    return named;
  }

  /** The types an authority issues here; never empty. */
  List<Definition<CertificateTypeSpec>> of(String authority) {
    List<Definition<CertificateTypeSpec>> types =
        definitions.all(CertificateTypeSpec.class).stream()
            .filter(type -> type.spec().issuesHere() && type.spec().authority().equals(authority))
            .toList();
    if (types.isEmpty()) {
      throw CertificateProblem.AUTHORITY_UNKNOWN.problem(
          "no CertificateType names the authority " + authority);
    }
    return types;
  }
}
