package io.tongban.access.agreements;

import io.tongban.access.PurposeSpec;
import io.tongban.access.SharingAgreementSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.FaultSink;
import io.tongban.ledger.WitnessPolicySpec;
import io.tongban.registry.ResourceSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code kind: SharingAgreement}. */
@ApplicationScoped
class SharingAgreementKind implements DefinitionKind<SharingAgreementSpec> {
  private static final Set<String> RELEASES = Set.of("receipt", SharingAgreementSpec.WITNESSES);
  private static final Set<String> STATUSES = Set.of("authorised", "suspended", "ended");

  @Override
  public String kind() {
    return "SharingAgreement";
  }

  @Override
  public Class<SharingAgreementSpec> specType() {
    return SharingAgreementSpec.class;
  }

  @Override
  public void check(
      Definition<SharingAgreementSpec> definition, DefinitionView view, FaultSink faults) {
    SharingAgreementSpec spec = definition.spec();
    recipient(spec, view, faults);
    purposes(spec.purposes(), view, faults);
    status(spec.status(), faults);
    term(spec, faults);
    if (spec.rowLimit() != null && spec.rowLimit() < 1) {
      faults.fault(
          "/spec/rowLimit", "a row limit must be at least 1", "leave it out for the hub's own");
    }
    if (spec.rate() != null && spec.rate().calls() < 1) {
      faults.fault(
          "/spec/rate/calls",
          "a rate must allow at least 1 call",
          "leave the rate out for no limit, or suspend the agreement by its status");
    }
    release(spec.releaseAfter(), view, faults);
    resources(spec.resources(), view, faults);
    subjects(spec, view, faults);
  }

  private static void release(String after, DefinitionView view, FaultSink faults) {
    if (after != null && !RELEASES.contains(after)) {
      faults.fault(
          "/spec/releaseAfter",
          "'" + after + "' is nothing an answer could wait for",
          NearName.fix("value", after, RELEASES));
    } else if (SharingAgreementSpec.WITNESSES.equals(after)
        && view.all(WitnessPolicySpec.class).isEmpty()) {
      faults.fault(
          "/spec/releaseAfter",
          "nobody witnesses this hub's ledger, so nothing could be released",
          "declare a WitnessPolicy, or leave it out");
    }
  }

  /** Only who is named in a record can allow its use. */
  private static void subjects(SharingAgreementSpec spec, DefinitionView view, FaultSink faults) {
    if (!Boolean.TRUE.equals(spec.consent())) {
      return;
    }
    for (String resource : spec.resources().keySet()) {
      view.find(ResourceSpec.class, resource)
          .filter(found -> found.spec().subject() == null)
          .ifPresent(
              found ->
                  faults.fault(
                      "/spec/consent",
                      "resource " + resource + " names no subject, so nobody could consent",
                      "have its provider declare spec.subject, or agree on it separately"));
    }
  }

  private static void recipient(SharingAgreementSpec spec, DefinitionView view, FaultSink faults) {
    if (view.find(DepartmentSpec.class, spec.recipient()).isEmpty()) {
      faults.fault(
          "/spec/recipient",
          "there is no department " + spec.recipient(),
          NearName.fix("department", spec.recipient(), names(view.all(DepartmentSpec.class))));
    }
  }

  private static void purposes(List<String> purposes, DefinitionView view, FaultSink faults) {
    if (purposes.isEmpty()) {
      faults.fault("/spec/purposes", "no purpose is named", "name at least one Purpose");
    }
    for (int i = 0; i < purposes.size(); i++) {
      String purpose = purposes.get(i);
      String pointer = "/spec/purposes/" + i;
      if (view.find(PurposeSpec.class, purpose).isEmpty()) {
        faults.fault(
            pointer,
            "there is no purpose " + purpose,
            NearName.fix("purpose", purpose, names(view.all(PurposeSpec.class))));
      } else if (purposes.indexOf(purpose) < i) {
        faults.fault(pointer, "purpose " + purpose + " is named twice", "name it once");
      }
    }
  }

  private static void status(String status, FaultSink faults) {
    if (status != null && !STATUSES.contains(status)) {
      faults.fault(
          "/spec/status",
          "'" + status + "' is not a status of an agreement",
          NearName.fix("status", status, STATUSES));
    }
  }

  private static void term(SharingAgreementSpec spec, FaultSink faults) {
    if (spec.from().isAfter(spec.to())) {
      faults.fault(
          "/spec/to",
          "the last day " + spec.to() + " is before the first, " + spec.from(),
          "exchange them or correct one");
    }
  }

  private static void resources(
      Map<String, SharingAgreementSpec.Terms> resources, DefinitionView view, FaultSink faults) {
    if (resources.isEmpty()) {
      faults.fault("/spec/resources", "no resource is named", "name at least one Resource");
    }
    TermsCheck check = new TermsCheck(view, faults);
    resources.forEach(check::terms);
  }

  private static List<String> names(List<? extends Definition<?>> definitions) {
    return definitions.stream().map(Definition::name).toList();
  }
}
