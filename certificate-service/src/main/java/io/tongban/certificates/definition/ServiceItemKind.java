package io.tongban.certificates.definition;

import io.tongban.access.ClientSpec;
import io.tongban.access.PurposeSpec;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.PresentationRequirementSpec;
import io.tongban.certificates.ServiceItemSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** {@code kind: ServiceItem}. */
@ApplicationScoped
class ServiceItemKind implements DefinitionKind<ServiceItemSpec> {
  @Override
  public String kind() {
    return "ServiceItem";
  }

  @Override
  public Class<ServiceItemSpec> specType() {
    return ServiceItemSpec.class;
  }

  @Override
  public void check(Definition<ServiceItemSpec> definition, DefinitionView view, FaultSink faults) {
    ServiceItemSpec spec = definition.spec();
    if (view.find(DepartmentSpec.class, spec.department()).isEmpty()) {
      faults.fault(
          "/spec/department", "there is no department " + spec.department(), "declare it first");
    }
    boolean ownClient =
        view.find(ClientSpec.class, spec.client())
            .filter(client -> client.spec().department().equals(spec.department()))
            .isPresent();
    if (!ownClient) {
      faults.fault(
          "/spec/client",
          spec.client() + " is no client of the department " + spec.department(),
          "name a Client of that department");
    }
    if (view.find(PurposeSpec.class, spec.purpose()).isEmpty()) {
      faults.fault("/spec/purpose", "there is no purpose " + spec.purpose(), "declare it first");
    }
    if (spec.daysOrDefault() < 1 || spec.daysOrDefault() > ServiceItemSpec.MAX_DAYS) {
      faults.fault("/spec/days", "an authorisation cannot hold that long", "write 1 to 365");
    }
    needs(spec, view, faults);
  }

  private static void needs(ServiceItemSpec spec, DefinitionView view, FaultSink faults) {
    List<ServiceItemSpec.Need> needs = spec.needs() == null ? List.of() : spec.needs();
    if (needs.isEmpty() == (spec.requirement() == null)) {
      faults.fault(
          "/spec/needs",
          "exactly one of needs and requirement says what the item needs",
          "list needs, or name a PresentationRequirement");
    }
    if (spec.requirement() != null
        && view.find(PresentationRequirementSpec.class, spec.requirement()).isEmpty()) {
      faults.fault(
          "/spec/requirement",
          "there is no PresentationRequirement " + spec.requirement(),
          "declare it first");
    }
    for (int i = 0; i < needs.size(); i++) {
      need("/spec/needs/" + i, needs.get(i), view, faults);
    }
  }

  private static void need(
      String at, ServiceItemSpec.Need need, DefinitionView view, FaultSink faults) {
    Optional<CertificateTypeSpec> type =
        view.find(CertificateTypeSpec.class, need.type()).map(Definition::spec);
    if (type.filter(CertificateTypeSpec::servesHolders).isEmpty()) {
      faults.fault(
          at + "/type",
          "there is no CertificateType " + need.type() + " with selfService or collected",
          "name one whose certificates holders find by signing in");
      return;
    }
    if (need.claims().isEmpty()) {
      faults.fault(at + "/claims", "no claim is needed", "name at least one claim");
    }
    for (int i = 0; i < need.claims().size(); i++) {
      String name = need.claims().get(i);
      if (type.get().claims().stream().noneMatch(claim -> claim.name().equals(name))) {
        faults.fault(
            at + "/claims/" + i,
            "the type " + need.type() + " has no claim " + name,
            "name a claim of the type");
      }
    }
  }
}
