package io.tongban.certificates.show;

import io.tongban.certificates.Act;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.HolderCertificates.ClaimName;
import io.tongban.certificates.HolderCertificates.Held;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.CertificateStore.StoredCertificate;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.Label;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Which certificates a holder has, in words. */
@ApplicationScoped
class Holdings {
  private final CertificateStore certificates;
  private final Definitions definitions;
  private final Clock clock;

  @Inject
  Holdings(CertificateStore certificates, Definitions definitions, Clock clock) {
    this.certificates = certificates;
    this.definitions = definitions;
    this.clock = clock;
  }

  /** A certificate with its type as it is declared now. */
  record Holding(StoredCertificate certificate, Definition<CertificateTypeSpec> type) {}

  /** The newest of each number, of types that still let holders ask, newest first. */
  List<Holding> of(String subject) {
    Set<String> seen = new HashSet<>();
    List<Holding> found = new ArrayList<>();
    List<StoredCertificate> stored = certificates.heldBy(subject);
    var shown = certificates.shown(stored);
    for (int i = 0; i < stored.size(); i++) {
      StoredCertificate certificate = stored.get(i);
      if (seen.add(certificate.type() + "\n" + shown.get(i).number())) {
        type(certificate.type()).ifPresent(type -> found.add(new Holding(certificate, type)));
      }
    }
    return found;
  }

  private Optional<Definition<CertificateTypeSpec>> type(String name) {
    return definitions
        .find(CertificateTypeSpec.class, name)
        .filter(type -> type.spec().servesHolders());
  }

  /** The holder's certificate of that id. */
  Holding require(String subject, UUID id) {
    return of(subject).stream()
        .filter(holding -> holding.certificate().id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                CertificateProblem.CERTIFICATE_UNKNOWN.problem(
                    "there is no certificate " + id + " of the person who is signed in"));
  }

  /** Any certificate with its type; nothing where the type is not declared any more. */
  Optional<Holding> find(UUID id) {
    return certificates
        .find(id)
        .flatMap(
            found ->
                definitions
                    .find(CertificateTypeSpec.class, found.type())
                    .map(type -> new Holding(found, type)));
  }

  /** Its state now: VALID, EXPIRED, REVOKED or SUSPENDED. */
  Verdict verdict(StoredCertificate certificate) {
    return certificate.verdict(clock.instant());
  }

  /** The act that ended or suspended it, or null. */
  Act act(StoredCertificate certificate) {
    return switch (verdict(certificate)) {
      case SUSPENDED, REVOKED -> certificate.act();
      default -> null;
    };
  }

  /** As its holder sees it. */
  Held shown(Holding holding) {
    StoredCertificate certificate = holding.certificate();
    return new Held(
        certificate.id(),
        certificate.type(),
        holding.type().title(),
        department(certificate.authority()),
        certificate.identifier(),
        verdict(certificate),
        act(certificate),
        certificate.issued(),
        certificate.expires(),
        claims(holding.type().spec()));
  }

  /** A department's title. */
  Label department(String name) {
    return definitions
        .find(DepartmentSpec.class, name)
        .map(Definition::title)
        .orElseGet(() -> new Label(name, name));
  }

  /** The claims of a type by name and title. */
  static List<ClaimName> claims(CertificateTypeSpec type) {
    return type.claims().stream()
        .map(
            claim ->
                new ClaimName(
                    claim.name(),
                    claim.title() == null ? new Label(claim.name(), claim.name()) : claim.title()))
        .toList();
  }
}
