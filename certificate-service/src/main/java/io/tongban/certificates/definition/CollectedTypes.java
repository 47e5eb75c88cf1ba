package io.tongban.certificates.definition;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.CertificateTypeSpec.Collected;
import io.tongban.certificates.collect.MediaTypes;
import io.tongban.certificates.signature.Pem;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.registry.ResourceSpec;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a collected CertificateType must and must not declare. */
final class CollectedTypes {
  private CollectedTypes() {}

  static void check(CertificateTypeSpec spec, DefinitionView view, FaultSink faults) {
    Collected collected = spec.collected();
    if (spec.national() == null) {
      faults.fault(
          "/spec/national",
          "collected certificates are known by their national identifier",
          "give code and national");
    }
    issuesNothing(spec, faults);
    mediaTypes(collected.mediaTypes(), faults);
    if (collected.seal() != null) {
      anchors(collected.seal().anchors(), faults);
    }
    if (collected.resource() != null
        && view.find(ResourceSpec.class, collected.resource()).isEmpty()) {
      faults.fault(
          "/spec/collected/resource",
          "there is no Resource named " + collected.resource(),
          "declare it, or leave resource out");
    }
  }

  /** Members that say how certificates are made here. */
  private static void issuesNothing(CertificateTypeSpec spec, FaultSink faults) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("service", spec.service());
    members.put("suite", spec.suite());
    members.put("formats", spec.formats());
    members.put("mdoc", spec.mdoc());
    members.put("validDays", spec.validDays());
    members.put("statusBits", spec.statusBits());
    members.put("selfService", spec.selfService());
    members.put("sourceChange", spec.sourceChange());
    members.put("keyAttestations", spec.keyAttestations());
    CertificateTypeSpec plain = plain(spec);
    members.put("claims", spec.claims().equals(plain.claims()) ? null : spec.claims());
    members.put(
        "numberClaim", spec.numberClaim().equals(plain.numberClaim()) ? null : spec.numberClaim());
    members.forEach(
        (member, value) -> {
          if (value != null) {
            faults.fault(
                "/spec/" + member,
                "a collected type has no " + member + ": nothing of it is made here",
                "leave it out");
          }
        });
  }

  /** The same type as it is where claims are left out. */
  private static CertificateTypeSpec plain(CertificateTypeSpec spec) {
    return new CertificateTypeSpec(
        spec.authority(),
        spec.code(),
        spec.vct(),
        null,
        spec.purpose(),
        null,
        null,
        null,
        null,
        null,
        spec.national(),
        null,
        null,
        null,
        null,
        null,
        null,
        spec.collected());
  }

  private static void mediaTypes(List<String> mediaTypes, FaultSink faults) {
    if (mediaTypes.isEmpty()) {
      faults.fault("/spec/collected/mediaTypes", "there is no media type", "give at least one");
    }
    for (int i = 0; i < mediaTypes.size(); i++) {
      if (!MediaTypes.ALL.contains(mediaTypes.get(i))
          || mediaTypes.indexOf(mediaTypes.get(i)) < i) {
        faults.fault(
            "/spec/collected/mediaTypes/" + i,
            "the media type " + mediaTypes.get(i) + " is not collected or stands twice",
            "write each of " + MediaTypes.ALL + " once at most");
      }
    }
  }

  private static void anchors(List<String> anchors, FaultSink faults) {
    if (anchors.isEmpty()) {
      faults.fault(
          "/spec/collected/seal/anchors",
          "no seal could be trusted",
          "give the PEM certificate of an authority, or leave seal out");
    }
    for (int i = 0; i < anchors.size(); i++) {
      try {
        Pem.certificate(anchors.get(i));
      } catch (CertificateException e) {
        faults.fault(
            "/spec/collected/seal/anchors/" + i,
            "the anchor is no PEM certificate",
            "write one certificate from BEGIN CERTIFICATE to END CERTIFICATE");
      }
    }
  }
}
