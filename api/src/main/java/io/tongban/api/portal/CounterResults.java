package io.tongban.api.portal;

import io.tongban.certificates.Act;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Certificates.Verification;
import io.tongban.certificates.CollectedCertificates.FileVerification;
import io.tongban.certificates.HolderCertificates.Shown;
import io.tongban.certificates.Presentations.Presented;
import io.tongban.certificates.ServiceItems.Copy;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.Label;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts what was found out at a counter into the words of the definitions. */
@ApplicationScoped
class CounterResults {
  private final Definitions definitions;

  @Inject
  CounterResults(Definitions definitions) {
    this.definitions = definitions;
  }

  /** Of a holder's code. */
  CounterResult of(Shown shown) {
    return result(
        new Found(shown.verdict(), shown.act(), shown.message(), shown.type()),
        shown.identifier(),
        shown.expires(),
        shown.claims(),
        shown.withheld(),
        shown.receipt().id());
  }

  /** Of a certificate or an annotated copy. */
  CounterResult of(Verification found) {
    return result(
        new Found(found.verdict(), found.act(), found.message(), found.type()),
        null,
        null,
        found.claims(),
        List.of(),
        found.receipt().id());
  }

  /** Of a file; what the certificate says is not told. */
  CounterResult of(FileVerification found) {
    return result(
        new Found(found.verdict(), found.act(), found.message(), found.type()),
        found.identifier(),
        null,
        Map.of(),
        List.of(),
        found.receipt().id());
  }

  /** Of what a wallet presented; the receipt is one for all. */
  CounterResult of(Presented presented) {
    return result(
        new Found(presented.verdict(), null, presented.message(), presented.type()),
        null,
        null,
        presented.claims(),
        List.of(),
        null);
  }

  /** Of an annotated copy just made. */
  CounterResult of(Copy copy) {
    return result(
        new Found(copy.verdict(), null, copy.message(), copy.type()),
        null,
        null,
        copy.claims(),
        List.of(),
        null);
  }

  private record Found(Verdict verdict, Act act, Label message, String type) {}

  private CounterResult result(
      Found found,
      String identifier,
      Instant expires,
      Map<String, Object> claims,
      Collection<String> withheld,
      UUID receipt) {
    Optional<Definition<CertificateTypeSpec>> type =
        Optional.ofNullable(found.type())
            .flatMap(name -> definitions.find(CertificateTypeSpec.class, name));
    return new CounterResult(
        found.verdict(),
        found.act(),
        found.message(),
        type.map(Definition::title).orElse(null),
        type.map(t -> OverviewPage.title(definitions, DepartmentSpec.class, t.spec().authority()))
            .orElse(null),
        identifier,
        expires,
        ClaimRows.of(claims, type),
        ClaimRows.titles(withheld, type),
        receipt);
  }
}
