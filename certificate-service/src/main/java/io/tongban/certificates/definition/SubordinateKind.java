package io.tongban.certificates.definition;

import io.tongban.certificates.SubordinateSpec;
import io.tongban.certificates.SubordinateSpec.Constraints;
import io.tongban.certificates.bouncycastle.FederationX509;
import io.tongban.certificates.federation.MetadataPolicy;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** {@code kind: Subordinate}. */
@ApplicationScoped
class SubordinateKind implements DefinitionKind<SubordinateSpec> {
  private static final Pattern NAME = Pattern.compile("\\.?[a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)*");

  @Override
  public String kind() {
    return "Subordinate";
  }

  @Override
  public Class<SubordinateSpec> specType() {
    return SubordinateSpec.class;
  }

  @Override
  public void check(Definition<SubordinateSpec> definition, DefinitionView view, FaultSink faults) {
    SubordinateSpec spec = definition.spec();
    References.requireOne(view, spec.authority(), spec.entity(), faults);
    if (spec.entity() != null) {
      if (spec.jwks() == null) {
        faults.fault("/spec/jwks", "the entity's keys are missing", "give its federation keys");
      } else {
        References.requireKeys("/spec/jwks", spec.jwks(), faults);
      }
    } else if (spec.jwks() != null || spec.certificate() != null) {
      faults.fault(
          "/spec", "the hub makes the keys of its own authorities", "leave out jwks, certificate");
    }
    view.all(SubordinateSpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()))
        .filter(other -> Objects.equals(other.spec().entity(), spec.entity()))
        .filter(other -> Objects.equals(other.spec().authority(), spec.authority()))
        .findFirst()
        .ifPresent(
            other ->
                faults.fault(
                    "/spec",
                    "the Subordinate " + other.name() + " is about the same entity",
                    "declare each entity once"));
    if (spec.metadataPolicy() != null) {
      MetadataPolicy.fault(CanonicalJson.mapper().valueToTree(spec.metadataPolicy()))
          .ifPresent(
              fault ->
                  faults.fault(
                      "/spec/metadataPolicy",
                      fault,
                      "write operators as in OpenID Federation 1.0, section 6.1.3"));
    }
    if (spec.certificate() != null && FederationX509.authority(spec.certificate()).isEmpty()) {
      faults.fault(
          "/spec/certificate",
          "this is no certificate of a certificate authority",
          "write one X.509 certificate in PEM");
    }
    for (int i = 0; i < spec.mayIssue().size(); i++) {
      References.requireUri("/spec/trustMarks/" + i, spec.mayIssue().get(i), faults);
    }
    if (spec.constraints() != null) {
      constraints(spec.constraints(), faults);
    }
  }

  private static void constraints(Constraints constraints, FaultSink faults) {
    if (constraints.maxPathLength() != null && constraints.maxPathLength() < 0) {
      faults.fault(
          "/spec/constraints/maxPathLength", "a length is not negative", "write 0 or more");
    }
    names("permitted", constraints.permitted(), faults);
    names("excluded", constraints.excluded(), faults);
    if (constraints.allowedEntityTypes() != null
        && constraints.allowedEntityTypes().contains("federation_entity")) {
      faults.fault(
          "/spec/constraints/allowedEntityTypes",
          "federation_entity is always allowed",
          "leave it out");
    }
  }

  private static void names(String member, List<String> names, FaultSink faults) {
    if (names != null && !names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      faults.fault(
          "/spec/constraints/" + member,
          "these are no hosts or domains",
          "write host.example, or .example for all hosts below");
    }
  }
}
