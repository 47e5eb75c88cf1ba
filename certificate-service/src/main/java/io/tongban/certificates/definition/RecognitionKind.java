package io.tongban.certificates.definition;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.PresentationRequirementSpec;
import io.tongban.certificates.RecognitionSpec;
import io.tongban.certificates.RecognitionSpec.ClaimRule;
import io.tongban.certificates.RecognitionSpec.Target;
import io.tongban.certificates.TrustAnchorSpec;
import io.tongban.certificates.dcql.DcqlException;
import io.tongban.certificates.dcql.DcqlReader;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code kind: Recognition}. */
@ApplicationScoped
class RecognitionKind implements DefinitionKind<RecognitionSpec> {
  private static final int MAX_LAW = 200;
  private static final String SUBJECT = "sub";

  @Override
  public String kind() {
    return "Recognition";
  }

  @Override
  public Class<RecognitionSpec> specType() {
    return RecognitionSpec.class;
  }

  @Override
  public void check(Definition<RecognitionSpec> definition, DefinitionView view, FaultSink faults) {
    RecognitionSpec spec = definition.spec();
    RecognitionSpec.Source source = spec.source();
    References.require(
        view, TrustAnchorSpec.class, "TrustAnchor", "/spec/source/anchor", source.anchor(), faults);
    References.requireEntity("/spec/source/entity", source.entity(), faults);
    References.requireUri("/spec/source/vct", source.vct(), faults);
    References.requireUri("/spec/source/trustMark", source.trustMark(), faults);
    target(spec, view, faults);
    claims(spec.claims(), faults);
    if (spec.approvers().isEmpty()) {
      faults.fault("/spec/approvers", "nobody agreed to it", "name at least one office");
    }
    if (spec.legalBasis().isBlank() || spec.legalBasis().length() > MAX_LAW) {
      faults.fault(
          "/spec/legalBasis", "the legal basis is empty or too long", "write 1 to 200 characters");
    }
    if (spec.to().isBefore(spec.from())) {
      faults.fault("/spec/to", "it ends before it begins", "write a later day");
    }
    view.all(RecognitionSpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()))
        .filter(other -> isSame(other.spec(), spec))
        .findFirst()
        .ifPresent(
            other ->
                faults.fault(
                    "/spec/source",
                    "the Recognition " + other.name() + " says the same for the same time",
                    "change that one, or withdraw it"));
  }

  private static boolean isSame(RecognitionSpec one, RecognitionSpec other) {
    return one.withdrawn() == null
        && other.withdrawn() == null
        && one.source().equals(other.source())
        && one.target().equals(other.target())
        && !one.from().isAfter(other.to())
        && !other.from().isAfter(one.to());
  }

  private static void target(RecognitionSpec spec, DefinitionView view, FaultSink faults) {
    Target target = spec.target();
    if ((target.type() == null) == (target.requirement() == null)
        || target.type() != null && target.credential() != null) {
      faults.fault(
          "/spec/target",
          "as what it counts is not told",
          "give either type, or requirement with credential");
      return;
    }
    if (target.type() != null) {
      References.require(
          view,
          CertificateTypeSpec.class,
          "CertificateType",
          "/spec/target/type",
          target.type(),
          faults);
      view.find(CertificateTypeSpec.class, target.type())
          .ifPresent(type -> known(spec.claims(), type.spec(), faults));
      if (view.find(CertificateTypeSpec.class, target.type())
          .filter(type -> type.spec().collects())
          .isPresent()) {
        faults.fault(
            "/spec/target/type",
            "the CertificateType " + target.type() + " is collected, so nobody presents it",
            "name a type that is issued here");
      }
      return;
    }
    References.require(
        view,
        PresentationRequirementSpec.class,
        "PresentationRequirement",
        "/spec/target/requirement",
        target.requirement(),
        faults);
    view.find(PresentationRequirementSpec.class, target.requirement())
        .filter(requirement -> !asksFor(requirement.spec(), target.credential()))
        .ifPresent(
            requirement ->
                faults.fault(
                    "/spec/target/credential",
                    "the requirement asks for no such certificate, or for several",
                    "write the id of one credential of its query"));
  }

  private static boolean asksFor(PresentationRequirementSpec requirement, String credential) {
    try {
      var query = DcqlReader.read(CanonicalJson.mapper().valueToTree(requirement.query()));
      return credential == null
          ? query.credentials().size() == 1
          : query.credential(credential).isPresent();
    } catch (DcqlException e) {
      // told where the requirement is declared
      return true;
    }
  }

  private static void known(List<ClaimRule> rules, CertificateTypeSpec type, FaultSink faults) {
    List<String> names = type.claims().stream().map(CertificateTypeSpec.Claim::name).toList();
    for (int i = 0; i < rules.size(); i++) {
      if (!names.contains(rules.get(i).name())) {
        faults.fault(
            "/spec/claims/" + i + "/name",
            "the own type has no claim " + rules.get(i).name(),
            "write one of " + names);
      }
    }
  }

  private static void claims(List<ClaimRule> rules, FaultSink faults) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < rules.size(); i++) {
      ClaimRule rule = rules.get(i);
      String pointer = "/spec/claims/" + i;
      if (!names.add(rule.name())) {
        faults.fault(pointer + "/name", "the claim stands twice", "give it once");
      }
      notOfTheEnvelope(rule, pointer, faults);
      if (!isOneRule(rule)) {
        faults.fault(
            pointer,
            "how " + rule.name() + " is had is not clear",
            "give constant alone; or one name in from, with codes or date or neither; or several"
                + " with join");
      }
      if (rule.date() != null && !isFormat(rule.date())) {
        faults.fault(
            pointer + "/date",
            rule.date() + " is no form of dates",
            "write for example dd.MM.uuuu");
      }
    }
  }

  /**
   * What says something of the credential, and not of its subject, is verified and never passed on:
   * a rule could else let a foreign key, issuer or status pass for an own claim. {@code sub} alone
   * names the subject.
   */
  private static void notOfTheEnvelope(ClaimRule rule, String pointer, FaultSink faults) {
    if (CertificateTypeKind.RESERVED.contains(rule.name())) {
      faults.fault(
          pointer + "/name",
          "the claim name " + rule.name() + " has a meaning of its own in SD-JWT VC",
          "choose another name");
    }
    for (int i = 0; i < rule.from().size(); i++) {
      String source = rule.from().get(i);
      if (CertificateTypeKind.RESERVED.contains(source) && !source.equals(SUBJECT)) {
        faults.fault(
            pointer + "/from/" + i,
            source + " tells of the foreign certificate itself, not of its subject",
            "name a claim of the subject; issuer, term, holder's key and status are verified apart");
      }
    }
  }

  private static boolean isOneRule(ClaimRule rule) {
    boolean transformed = rule.codes() != null || rule.date() != null || rule.join() != null;
    if (rule.constant() != null) {
      return rule.from().isEmpty() && !transformed;
    }
    if (rule.from().size() > 1) {
      return rule.join() != null && rule.codes() == null && rule.date() == null;
    }
    return rule.from().size() == 1
        && rule.join() == null
        && (rule.codes() == null || rule.date() == null);
  }

  private static boolean isFormat(String pattern) {
    try {
      return !DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(LocalDate.EPOCH).isBlank();
    } catch (IllegalArgumentException | DateTimeException e) {
      return false;
    }
  }
}
