package io.tongban.certificates.collect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.certificates.Act;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.CertificateTypeSpec.Seal;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.CollectedCertificates;
import io.tongban.certificates.CollectedMetadata;
import io.tongban.certificates.issue.Issuers;
import io.tongban.certificates.issue.Types;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.CertificateStore.StoredCertificate;
import io.tongban.certificates.jdbc.CollectedStore;
import io.tongban.certificates.jdbc.CollectedStore.NewCollected;
import io.tongban.certificates.jdbc.CollectedStore.StoredCollected;
import io.tongban.certificates.verify.Messages;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Ids;
import io.tongban.hub.Label;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Collects and verifies files. A collection is recorded before the certificate exists. */
@ApplicationScoped
class CollectionDesk implements CollectedCertificates {
  private final Types types;
  private final Issuers issuers;
  private final MetadataCheck metadataCheck;
  private final CollectedStore collected;
  private final CertificateStore certificates;
  private final Judge judge;
  private final Ids ids;
  private final Clock clock;

  @Inject
  CollectionDesk(
      Types types,
      Issuers issuers,
      MetadataCheck metadataCheck,
      CollectedStore collected,
      CertificateStore certificates,
      Judge judge,
      Ids ids,
      Clock clock) {
    this.types = types;
    this.issuers = issuers;
    this.metadataCheck = metadataCheck;
    this.collected = collected;
    this.certificates = certificates;
    this.judge = judge;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public Collection collect(
      Actor actor, String name, CollectedMetadata given, String mediaType, byte[] file) {
    Definition<CertificateTypeSpec> type = types.named(name);
    issuers.require(actor, type);
    if (type.spec().issuesHere()) {
      throw CertificateProblem.TYPE_ISSUED_HERE.problem(
          "the CertificateType " + name + " does not declare collected");
    }
    CollectedMetadata metadata = metadataCheck.checked(type.spec(), given);
    FileDigests digests = FileDigests.of(file);
    Optional<Collection> before = before(type, metadata, digests);
    if (before.isPresent()) {
      return before.get();
    }
    SealFound seal = looked(type.spec(), mediaType, file);
    UUID id = ids.next();
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor, Action.COLLECT, name, Map.of(), type.spec().purpose(), id.toString()));
    Receipt receipt = judge.settle(grant, outcome(id, name, mediaType, digests, seal));
    NewCollected fresh =
        new NewCollected(
            id,
            name,
            type.spec().authority(),
            actor.client(),
            metadata,
            metadataCheck.begin(metadata.issueDate()),
            metadataCheck.end(metadata.validUntil()),
            mediaType,
            digests.sha256(),
            digests.sm3(),
            file,
            receipt.id());
    if (!collected.add(fresh)) {
      // another took the identifier or the file meanwhile
      return before(type, metadata, digests).orElseThrow(() -> otherwise(metadata.identifier()));
    }
    return new Collection(issued(id), mediaType, digests.sha256(), digests.sm3(), seal, receipt);
  }

  private io.tongban.certificates.Certificates.Issued issued(UUID id) {
    return certificates.shown(List.of(certificates.find(id).orElseThrow())).get(0);
  }

  /** What was collected before under that identifier, if it is this file. */
  private Optional<Collection> before(
      Definition<CertificateTypeSpec> type, CollectedMetadata metadata, FileDigests digests) {
    Optional<StoredCollected> known = collected.byIdentifier(metadata.identifier());
    Optional<StoredCollected> sameFile = collected.byDigest(digests.sha256());
    if (known.isEmpty() && sameFile.isEmpty()) {
      return Optional.empty();
    }
    return known
        .filter(found -> found.sha256().equals(digests.sha256()))
        .filter(found -> found.type().equals(type.name()))
        .filter(found -> collected.metadata(found).equals(metadata))
        .map(
            found ->
                Optional.of(
                    new Collection(
                        issued(found.certificate()),
                        found.mediaType(),
                        found.sha256(),
                        found.sm3(),
                        null,
                        null)))
        .orElseThrow(() -> otherwise(metadata.identifier()));
  }

  private static RuntimeException otherwise(String identifier) {
    return CertificateProblem.COLLECTED_OTHERWISE.problem(
        "the identifier " + identifier + " or the file was collected before, with other content");
  }

  /** Looks the file over; null where it has no seal that would be looked at. */
  private SealFound looked(CertificateTypeSpec type, String mediaType, byte[] file) {
    requireSize(file);
    if (!type.collected().mediaTypes().contains(mediaType)) {
      throw Unfit.file(
          "media-type-not-listed",
          "the type takes " + type.collected().mediaTypes() + " and not " + mediaType);
    }
    Seal seal = type.collected().seal();
    SealTrust trust = seal == null ? null : SealTrust.of(seal, clock.instant());
    Optional<SealFound> found =
        mediaType.equals(MediaTypes.PDF)
            ? PdfSeals.check(file, trust)
            : OfdSeals.check(file, trust);
    if (found.isEmpty() && seal != null && seal.refusesBare()) {
      throw Unfit.seal("missing", "the file has no seal");
    }
    return found.orElse(null);
  }

  private static void requireSize(byte[] file) {
    if (file == null || file.length == 0 || file.length > MAX_FILE) {
      throw Unfit.file("size", "the file is empty or larger than " + MAX_FILE + " bytes");
    }
  }

  private static Outcome outcome(
      UUID id, String type, String mediaType, FileDigests digests, SealFound seal) {
    ObjectNode details =
        JsonNodeFactory.instance
            .objectNode()
            .put("certificate", id.toString())
            .put("type", type)
            .put("mediaType", mediaType)
            .put("sha256", digests.sha256())
            .put("sm3", digests.sm3());
    if (seal != null) {
      details
          .putObject("seal")
          .put("certificateSha256", seal.certificateSha256())
          .put("sealed", seal.sealed().toString());
    }
    return new Outcome(
        EntryType.CERTIFICATE_COLLECTED,
        null,
        digests.sha256(),
        1,
        List.of(new RowRef("certificate", id.toString())),
        details);
  }

  @Override
  public FileVerification verifyFile(
      Actor actor, byte[] file, String purpose, String caseReference) {
    requireSize(file);
    String sha256 = FileDigests.of(file).sha256();
    Optional<StoredCertificate> found =
        collected.byDigest(sha256).flatMap(known -> certificates.find(known.certificate()));
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor,
                Action.VERIFY,
                found.map(StoredCertificate::type).orElse(null),
                Map.of(),
                purpose,
                caseReference));
    if (found.isEmpty()) {
      Receipt receipt = judge.settle(grant, outcome(sha256, null, null));
      return new FileVerification(
          false, null, null, null, null, null, sha256, NOT_COLLECTED, receipt);
    }
    StoredCertificate certificate = found.get();
    Verdict verdict = certificate.verdict(clock.instant());
    Act act = verdict == Verdict.VALID || verdict == Verdict.EXPIRED ? null : certificate.act();
    Receipt receipt = judge.settle(grant, outcome(sha256, certificate, verdict));
    return new FileVerification(
        true,
        verdict,
        act,
        certificate.type(),
        certificate.id(),
        certificate.identifier(),
        sha256,
        Messages.of(verdict, act),
        receipt);
  }

  private static final Label NOT_COLLECTED =
      new Label(
          "本枢纽未归集过这份文件：它可能被改动、不是原件，或从未归集。请勿据此办理。",
          "This very file was not collected here: it may have been changed, be a copy of another"
              + " form, or never have been collected. Do not act on it.");

  private static Outcome outcome(String sha256, StoredCertificate certificate, Verdict verdict) {
    ObjectNode details =
        JsonNodeFactory.instance
            .objectNode()
            .put("sha256", sha256)
            .put("collected", certificate != null);
    if (certificate != null) {
      details.put("type", certificate.type()).put("verdict", verdict.name());
    }
    return new Outcome(
        EntryType.CERTIFICATE_VERIFIED,
        null,
        HexFormat.of().formatHex(CanonicalJson.sha256(details)),
        certificate == null ? 0 : 1,
        certificate == null
            ? List.of()
            : List.of(new RowRef("certificate", certificate.id().toString())),
        details);
  }
}
