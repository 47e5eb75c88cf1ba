package io.tongban.certificates.show;

import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.HolderCertificates.Print;
import io.tongban.certificates.HolderCertificates.Printed;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.CertificateStore.StoredCertificate;
import io.tongban.certificates.jdbc.PrintStore;
import io.tongban.certificates.jdbc.PrintStore.StoredPrint;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.certificates.show.Holdings.Holding;
import io.tongban.certificates.verify.Messages;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.SecureRandom;

/** Prints of certificates, and what their codes prove. */
@ApplicationScoped
class Prints {
  private static final int CODE_BYTES = 16;
  private static final int MAX_WRONG = 20;
  private final Holdings holdings;
  private final Facts facts;
  private final PrintStore prints;
  private final CertificateStore certificates;
  private final HubSettings settings;
  private final Ids ids;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Prints(
      Holdings holdings,
      Facts facts,
      PrintStore prints,
      CertificateStore certificates,
      HubSettings settings,
      Ids ids) {
    this.holdings = holdings;
    this.facts = facts;
    this.prints = prints;
    this.certificates = certificates;
    this.settings = settings;
    this.ids = ids;
  }

  Print print(String subject, java.util.UUID id) {
    Holding holding = holdings.require(subject, id);
    if (holdings.verdict(holding.certificate()) != Verdict.VALID) {
      throw CertificateProblem.CERTIFICATE_NOT_IN_FORCE.problem(
          "the certificate " + id + " is " + holdings.verdict(holding.certificate()));
    }
    Facts.Face face = facts.read(holding, subject, "print", ids.next());
    byte[] bytes = new byte[CODE_BYTES];
    random.nextBytes(bytes);
    String code = Strict.encode(bytes);
    prints.add(code, id);
    return new Print(
        holdings.shown(holding),
        face.claims(),
        URI.create(settings.publicUrl() + "/printed/" + code),
        face.receipt());
  }

  Printed printed(String code) {
    StoredPrint print = require(code);
    Holding holding = certificate(print);
    StoredCertificate certificate = holding.certificate();
    Verdict verdict = holdings.verdict(certificate);
    return new Printed(
        holding.type().title(),
        holdings.department(certificate.authority()),
        certificate.identifier(),
        verdict,
        holdings.act(certificate),
        Messages.of(verdict, holdings.act(certificate)),
        certificate.issued(),
        certificate.expires(),
        print.created());
  }

  private StoredPrint require(String code) {
    return prints.find(code).orElseThrow(Prints::unknown);
  }

  private Holding certificate(StoredPrint print) {
    return holdings.find(print.certificate()).orElseThrow(Prints::unknown);
  }

  private static RuntimeException unknown() {
    return CertificateProblem.PRINT_CODE_UNKNOWN.problem("no print carries that code");
  }

  /** A number may be personal, so that it must not be found by trying. */
  boolean matches(String code, String number) {
    Holding holding = certificate(require(code));
    if (!prints.take(code, MAX_WRONG)) {
      throw CertificateProblem.PRINT_CODE_LOCKED.problem(
          "the print's number was tried " + MAX_WRONG + " times");
    }
    boolean matches = certificates.isNumber(holding.certificate(), number);
    if (matches) {
      prints.giveBack(code);
    }
    return matches;
  }
}
