package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Certificates.Verification;
import io.tongban.certificates.CollectedCertificates.Collection;
import io.tongban.certificates.CollectedCertificates.FileVerification;
import io.tongban.certificates.HolderCertificates.Held;
import io.tongban.certificates.HolderCertificates.Print;
import io.tongban.certificates.HolderCertificates.Shown;
import io.tongban.certificates.SealedFiles.Signer;
import io.tongban.certificates.SealedOfd.Sealing;
import io.tongban.certificates.ServiceItems.Copy;
import io.tongban.certificates.ServiceItems.Use;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.ProblemCode;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.RowRef;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.text.PDFTextStripper;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Certificates sealed elsewhere: collected, refused, served and verified as files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CollectedTest {
  private static final String PDF = "application/pdf";
  private static final String OFD = "application/ofd";
  private static final String TYPE_CODE = "11100000MB03271699023";
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 15);
  private static final Instant SEALED = MutableClock.START.minus(Duration.ofHours(1));

  private static final String MORE =
      """
      apiVersion: tongban.io/v1
      kind: Purpose
      metadata: {name: licensing, title: {zh: 许可, en: Licensing}}
      spec: {description: {zh: 许可, en: To license}}
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: permits, title: {zh: 许可证, en: Permits}}
      spec:
        provider: agency
        sharing: CONDITIONAL
        sharingCondition: Food Act s. 9
        items:
          - {name: identifier, element: text, required: true}
          - {name: certificate_number, element: text}
          - {name: holder_name, element: text}
          - {name: file, element: text}
        key: [identifier]
      ---
      apiVersion: tongban.io/v1
      kind: SharingAgreement
      metadata: {name: permit-facts, title: {zh: 协议, en: Agreement}}
      spec:
        recipient: council
        purposes: [licensing]
        law: Licensing Act s. 1
        from: 2025-01-01
        to: 2030-01-01
        resources:
          permits: {columns: [certificate_number]}
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: permit, title: {zh: 食品经营许可证, en: Food permit}}
      spec:
        authority: agency
        code: 11100000MB03271699023
        vct: urn:test:permit:1
        purpose: issue
        national:
          definingAuthority: {name: 国家食品局, code: 11100000MB03271699}
          issuerCode: "340100"
          areaCode: "340100"
        collected:
          mediaTypes: [application/pdf, application/ofd]
          resource: permits
          seal:
            anchors:
              - |
      ANCHOR_1
              - |
      ANCHOR_2
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: old-permit, title: {zh: 旧许可证, en: Old permit}}
      spec:
        authority: agency
        code: 11100000MB03271699024
        vct: urn:test:old-permit:1
        purpose: issue
        national:
          definingAuthority: {name: 国家食品局, code: 11100000MB03271699}
          issuerCode: "340100"
        collected: {mediaTypes: [application/pdf]}
      ---
      apiVersion: tongban.io/v1
      kind: ServiceItem
      metadata: {name: stall, title: {zh: 摆摊申请, en: Market stall}}
      spec:
        department: council
        client: council-system
        purpose: counter
        needs: [{type: permit, claims: [certificate_number, file]}]
        days: 20
      """;

  private TestHub hub;
  private CollectedCertificates collected;
  private Certificates certificates;
  private HolderCertificates holders;
  private SealedFiles agency;
  private SealedFiles national;
  private Signer signer;
  private int serial;

  abstract TestHub start();

  @BeforeAll
  void open() throws Exception {
    agency = new SealedFiles(SignatureSuite.ES256, "CN=Agency CA");
    national = new SealedFiles(SignatureSuite.SM2, "CN=National seal CA");
    signer = agency.signer();
    hub = start();
    Town.build(hub);
    Town.apply(
        hub,
        MORE.replace("ANCHOR_1", agency.anchorPem().indent(14).stripTrailing())
            .replace("ANCHOR_2", national.anchorPem().indent(14).stripTrailing()));
    collected = hub.get(CollectedCertificates.class);
    certificates = hub.get(Certificates.class);
    holders = hub.get(HolderCertificates.class);
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @AfterEach
  void resetClock() {
    hub.clock().set(MutableClock.START);
  }

  private CollectedMetadata metadata(String holder) {
    return metadata(identifier(TYPE_CODE), holder);
  }

  private String identifier(String typeCode) {
    return new CertificateIdentifier(typeCode, "340100", String.format("%09d", ++serial), 1)
        .toString();
  }

  private static CollectedMetadata metadata(String identifier, String holder) {
    return new CollectedMetadata(
        identifier,
        "JY" + identifier.hashCode(),
        TODAY.minusDays(3),
        null,
        TODAY.plusYears(5),
        "张三 Zhang San",
        holder,
        "111",
        null);
  }

  private byte[] sealedPdf(String text) throws Exception {
    return SealedFiles.signed(SealedFiles.pdf(text), signer, SEALED);
  }

  private Collection collect(CollectedMetadata metadata, byte[] file) {
    return collected.collect(Town.AGENCY, "permit", metadata, PDF, file);
  }

  private Collection collected(String holder) throws Exception {
    CollectedMetadata metadata = metadata(holder);
    return collect(metadata, sealedPdf("Permit " + metadata.identifier()));
  }

  private static ProblemException fails(ProblemCode problem, ThrowingCallable call) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, call);
    assertThat(refused).as(problem.code()).isNotNull();
    assertThat(refused.problem().code()).as(refused.getMessage()).isEqualTo(problem.code());
    return refused;
  }

  private void refuses(ProblemCode problem, String reason, String mediaType, byte[] file) {
    CollectedMetadata metadata = metadata("H-refused");
    ProblemException refused =
        fails(problem, () -> collected.collect(Town.AGENCY, "permit", metadata, mediaType, file));
    assertThat(refused.problem().extensions().get("reason"))
        .as(refused.getMessage())
        .isEqualTo(reason);
    assertThat(certificates.byNumber("permit", metadata.number())).isEmpty();
  }

  private Ledger.Recorded entry(UUID id) {
    return hub.get(Ledger.class).find(id).orElseThrow();
  }

  private void act(Actor actor, UUID certificate, Act act, UUID successor) {
    certificates.changeStatus(
        actor, certificate, new Change(act, null, "Food Act s. 9", "because", successor));
  }

  @Test
  void aSealedPdfIsCollectedRecordedAndKeptSealed() throws Exception {
    CollectedMetadata metadata = metadata("H1");
    byte[] file = sealedPdf("Permit of Zhang San");
    Collection made = collect(metadata, file);
    String sha256 = HexFormat.of().formatHex(CanonicalJson.sha256(file));
    assertThat(made.sha256()).isEqualTo(sha256);
    assertThat(made.sm3()).hasSize(64).isNotEqualTo(sha256);
    assertThat(made.seal().sealed()).isEqualTo(SEALED);
    assertThat(made.seal().signer()).contains("CN=agency");
    Issued certificate = made.certificate();
    assertThat(certificate.identifier()).isEqualTo(metadata.identifier());
    assertThat(certificate.number()).isEqualTo(metadata.number());
    assertThat(certificate.receiptId()).isEqualTo(made.receipt().id());
    assertThat(certificates.byNumber("permit", metadata.number())).containsExactly(certificate);
    assertThat(certificates.newest("permit", null, 500)).contains(certificate);
    Ledger.Recorded entry = entry(made.receipt().id());
    assertThat(entry.type()).isEqualTo(EntryType.CERTIFICATE_COLLECTED);
    assertThat(entry.actor()).isEqualTo("agency-system");
    assertThat(entry.manifest().path("details").path("sha256").asText()).isEqualTo(sha256);
    assertThat(entry.manifest().toString()).doesNotContain("Zhang").doesNotContain("H1\"");
    assertThat(
            hub.get(Ledger.class).uses(new RowRef("certificate", certificate.id().toString()), 9))
        .extracting(Ledger.Recorded::id)
        .contains(entry.id());
    byte[] stored =
        hub.get(Database.class)
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT file_sealed FROM certificates.collected WHERE certificate = :id")
                        .bind("id", certificate.id())
                        .mapTo(byte[].class)
                        .one());
    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("%PDF");
  }

  @Test
  void aSealedOfdIsCollected() throws Exception {
    CollectedMetadata metadata = metadata("H2");
    Collection made =
        collected.collect(Town.AGENCY, "permit", metadata, OFD, SealedOfd.sealed(sealing()));
    assertThat(made.mediaType()).isEqualTo(OFD);
    assertThat(made.seal().sealed()).isEqualTo(SEALED);
    assertThat(holders.list("H2")).extracting(Held::identifier).contains(metadata.identifier());
  }

  private Sealing sealing() throws Exception {
    return new Sealing(
        national.signer(), national.signer(), SEALED, MutableClock.START.plus(Duration.ofDays(9)));
  }

  @Test
  void theSameAgainChangesNothingAndAnotherFileIsRefused() throws Exception {
    CollectedMetadata metadata = metadata("H3");
    byte[] file = sealedPdf("first");
    Collection first = collect(metadata, file);
    Collection again = collect(metadata, file);
    assertThat(again.certificate()).isEqualTo(first.certificate());
    assertThat(again.receipt()).as("nothing new was recorded").isNull();
    byte[] other = sealedPdf("second");
    fails(CertificateProblem.COLLECTED_OTHERWISE, () -> collect(metadata, other));
    fails(CertificateProblem.COLLECTED_OTHERWISE, () -> collect(metadata("H3"), file));
    CollectedMetadata renamed = metadata(metadata.identifier(), "H4");
    fails(CertificateProblem.COLLECTED_OTHERWISE, () -> collect(renamed, file));
    assertThat(verified(file).certificate()).isEqualTo(first.certificate().id());
    assertThat(verified(other).collected()).isFalse();
    assertThat(holders.list("H4")).isEmpty();
  }

  @Test
  void onlyAnIssuerOfTheAuthorityCollects() throws Exception {
    byte[] file = sealedPdf("x");
    CollectedMetadata metadata = metadata("H5");
    for (Actor actor : new Actor[] {Town.READER, Town.COUNCIL, Town.STRANGER}) {
      fails(
          CertificateProblem.NOT_ISSUING_AUTHORITY,
          () -> collected.collect(actor, "permit", metadata, PDF, file));
    }
    fails(
        CertificateProblem.TYPE_ISSUED_HERE,
        () -> collected.collect(Town.AGENCY, "approval", metadata, PDF, file));
    fails(
        CertificateProblem.TYPE_UNKNOWN,
        () -> collected.collect(Town.AGENCY, "nothing", metadata, PDF, file));
    fails(
        CertificateProblem.TYPE_COLLECTED,
        () -> certificates.offer(Town.AGENCY, "permit", Map.of("number", "P1"), false));
    fails(CertificateProblem.TYPE_COLLECTED, () -> certificates.invite(Town.AGENCY, "permit"));
  }

  @Test
  void metadataThatIsNotInOrderIsRefusedByMember() throws Exception {
    byte[] file = sealedPdf("metadata");
    String good = identifier(TYPE_CODE);
    char check = good.charAt(good.length() - 1);
    String wrongCheck = good.substring(0, good.length() - 1) + (check == '0' ? '1' : '0');
    refusesMember("identifier", metadata(wrongCheck, "H"), file);
    refusesMember("identifier", metadata("1.2.3", "H"), file);
    refusesMember("identifier", metadata(identifier("11100000MB03271699022"), "H"), file);
    refusesMember(
        "identifier",
        metadata(new CertificateIdentifier(TYPE_CODE, "340200", "1", 1).toString(), "H"),
        file);
    LocalDate day = TODAY.minusDays(3);
    refusesMember("number", of(good, " ", day, null, null, "n", "c", "111", null), file);
    refusesMember("holderName", of(good, "1", day, null, null, null, "c", "111", null), file);
    refusesMember("holderCode", of(good, "1", day, null, null, "n", "", "111", null), file);
    refusesMember("holderCodeType", of(good, "1", day, null, null, "n", "c", null, null), file);
    refusesMember("holderCodeType", of(good, "1", day, null, null, "n", "c", "112", null), file);
    refusesMember("areaCode", of(good, "1", day, null, null, "n", "c", "111", "合肥"), file);
    refusesMember("issueDate", of(good, "1", null, null, null, "n", "c", "111", null), file);
    refusesMember(
        "issueDate", of(good, "1", TODAY.plusDays(1), null, null, "n", "c", "111", null), file);
    refusesMember(
        "validFrom", of(good, "1", day, TODAY.plusDays(1), null, "n", "c", "111", null), file);
    refusesMember(
        "validUntil", of(good, "1", day, null, day.minusDays(1), "n", "c", "111", null), file);
    refusesMember("metadata", null, file);
  }

  private static CollectedMetadata of(
      String identifier,
      String number,
      LocalDate issued,
      LocalDate from,
      LocalDate until,
      String name,
      String code,
      String codeType,
      String area) {
    return new CollectedMetadata(
        identifier, number, issued, from, until, name, code, codeType, area);
  }

  private void refusesMember(String member, CollectedMetadata metadata, byte[] file) {
    ProblemException refused =
        fails(CertificateProblem.COLLECTION_INVALID, () -> collect(metadata, file));
    assertThat(refused.problem().extensions().get("member")).isEqualTo(member);
  }

  @Test
  void filesThatAreNoSuchFilesAreRefused() throws Exception {
    ProblemCode unfit = CertificateProblem.FILE_UNFIT;
    refuses(unfit, "size", PDF, new byte[0]);
    refuses(unfit, "size", PDF, null);
    refuses(unfit, "size", PDF, new byte[CollectedCertificates.MAX_FILE + 1]);
    refuses(unfit, "media-type-not-listed", "text/html", sealedPdf("x"));
    refuses(unfit, "media-type-not-listed", null, sealedPdf("x"));
    refuses(unfit, "wrong-media-type", PDF, SealedOfd.sealed(sealing()));
    refuses(unfit, "wrong-media-type", OFD, sealedPdf("x"));
    refuses(unfit, "wrong-media-type", PDF, "<html>".getBytes(StandardCharsets.UTF_8));
    refuses(unfit, "unreadable", PDF, "%PDF-1.7\nnothing".getBytes(StandardCharsets.UTF_8));
    refuses(unfit, "too-large-unpacked", PDF, pdfBomb());
    refuses(unfit, "encrypted", PDF, encrypted());
    fails(
        unfit,
        () ->
            collected.collect(
                Town.AGENCY,
                "old-permit",
                metadata(identifier("11100000MB03271699024"), "H"),
                OFD,
                SealedOfd.sealed(null)));
  }

  private static byte[] pdfBomb() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("%PDF-1.5\n1 0 obj<</Filter/FlateDecode>>stream\n".getBytes(StandardCharsets.UTF_8));
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 70; i++) {
        deflated.write(zeros);
      }
    }
    return out.toByteArray();
  }

  private static byte[] encrypted() throws Exception {
    try (PDDocument document = Loader.loadPDF(SealedFiles.pdf("secret"))) {
      document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  @Test
  void sealsOfPdfsThatDoNotHoldAreRefused() throws Exception {
    ProblemCode unfit = CertificateProblem.SEAL_UNFIT;
    byte[] good = sealedPdf("Permit no. 1");
    refuses(unfit, "missing", PDF, SealedFiles.pdf("Permit"));
    refuses(unfit, "tampered", PDF, changed(good));
    refuses(unfit, "changed-after-sealing", PDF, SealedFiles.updated(good));
    byte[] trailing = Arrays.copyOf(good, good.length + 1);
    trailing[good.length] = '\n';
    refuses(unfit, "changed-after-sealing", PDF, trailing);
    refuses(unfit, "changed-after-sealing", PDF, hiding(good));
    Signer stranger = new SealedFiles(SignatureSuite.ES256, "CN=Agency CA").signer();
    byte[] plain = SealedFiles.pdf("Permit");
    refuses(unfit, "signer-unknown", PDF, SealedFiles.signed(plain, stranger, SEALED));
    refuses(
        unfit, "signer-unknown", PDF, SealedFiles.signed(good, stranger, SEALED.plusSeconds(60)));
    Signer over = agency.signer(SEALED.minusSeconds(1), KeyUsage.digitalSignature);
    refuses(unfit, "signer-expired", PDF, SealedFiles.signed(plain, over, SEALED));
    refuses(
        unfit,
        "sealed-in-future",
        PDF,
        SealedFiles.signed(plain, signer, MutableClock.START.plus(Duration.ofHours(1))));
    Signer encrypting = agency.signer(MutableClock.START.plusSeconds(9), KeyUsage.keyEncipherment);
    refuses(unfit, "signer-may-not-sign", PDF, SealedFiles.signed(plain, encrypting, SEALED));
  }

  /** Something stands in the place of the seal that the seal does not fill. */
  private static byte[] hiding(byte[] pdf) {
    int end = new String(pdf, StandardCharsets.ISO_8859_1).lastIndexOf("0000>");
    assertThat(end).isPositive();
    byte[] hiding = pdf.clone();
    hiding[end + 1] = '7';
    return hiding;
  }

  /** The page begins elsewhere. */
  private static byte[] changed(byte[] pdf) {
    int at = new String(pdf, StandardCharsets.ISO_8859_1).indexOf("/MediaBox [0");
    assertThat(at).isPositive();
    byte[] changed = pdf.clone();
    changed[at + "/MediaBox [".length()] = '1';
    return changed;
  }

  @Test
  void twoSealsOfTheAuthorityHoldWhereTheLastCoversAll() throws Exception {
    byte[] twice = SealedFiles.signed(sealedPdf("twice"), agency.signer(), SEALED.plusSeconds(60));
    assertThat(collect(metadata("H6"), twice).seal().sealed()).isEqualTo(SEALED.plusSeconds(60));
  }

  @Test
  void sealsOfOfdsThatDoNotHoldAreRefused() throws Exception {
    ProblemCode unfit = CertificateProblem.SEAL_UNFIT;
    Sealing good = sealing();
    byte[] file = SealedOfd.sealed(good);
    refuses(unfit, "missing", OFD, SealedOfd.sealed(null));
    Map<String, byte[]> files = SealedFiles.unpacked(file);
    String content =
        files.keySet().stream()
            .filter(name -> name.endsWith("Content.xml"))
            .findFirst()
            .orElseThrow();
    byte[] original = files.get(content);
    files.put(
        content,
        (new String(original, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8));
    refuses(unfit, "tampered", OFD, SealedFiles.packed(files));
    files.put(content, original);
    files.put("Doc_0/Extra.xml", "<x/>".getBytes(StandardCharsets.UTF_8));
    refuses(unfit, "not-covered", OFD, SealedFiles.packed(files));
    files.remove("Doc_0/Extra.xml");
    String description =
        files.keySet().stream().filter(n -> n.endsWith("Signature.xml")).findFirst().orElseThrow();
    byte[] described = files.get(description);
    files.put(
        description,
        (new String(described, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8));
    refuses(unfit, "tampered", OFD, SealedFiles.packed(files));
    files.put(description, described);
    Signer stranger = new SealedFiles(SignatureSuite.SM2, "CN=National seal CA").signer();
    Instant end = good.sealEnds();
    refuses(
        unfit,
        "signer-unknown",
        OFD,
        SealedOfd.sealed(new Sealing(stranger, good.maker(), SEALED, end)));
    refuses(
        unfit,
        "signer-unknown",
        OFD,
        SealedOfd.sealed(new Sealing(good.signer(), stranger, SEALED, end)));
    refuses(
        unfit,
        "signer-expired",
        OFD,
        SealedOfd.sealed(new Sealing(good.signer(), good.maker(), SEALED, SEALED.minusSeconds(1))));
    Signer over = national.signer(SEALED.minusSeconds(1), KeyUsage.digitalSignature);
    refuses(
        unfit,
        "signer-expired",
        OFD,
        SealedOfd.sealed(new Sealing(over, good.maker(), SEALED, end)));
    CollectedMetadata metadata = metadata("H7");
    Collection made =
        collected.collect(Town.AGENCY, "permit", metadata, OFD, SealedFiles.packed(files));
    assertThat(made.seal()).as("packed anew it is still the sealed content").isNotNull();
  }

  @Test
  void packagesThatAttackTheirReaderAreRefused() throws Exception {
    ProblemCode unfit = CertificateProblem.FILE_UNFIT;
    Map<String, byte[]> files = SealedFiles.unpacked(SealedOfd.sealed(sealing()));
    byte[] good = SealedFiles.packed(files);
    files.put("Doc_0/zeros", new byte[70 << 20]);
    byte[] bomb = SealedFiles.packed(files);
    assertThat(bomb.length).isLessThan(CollectedCertificates.MAX_FILE);
    refuses(unfit, "too-large-unpacked", OFD, bomb);
    files.remove("Doc_0/zeros");
    files.put("../outside.xml", new byte[1]);
    refuses(unfit, "path-outside", OFD, SealedFiles.packed(files));
    files.remove("../outside.xml");
    files.put(
        "OFD.xml",
        ("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                + new String(files.get("OFD.xml"), StandardCharsets.UTF_8)
                    .replaceFirst("<\\?.*\\?>", ""))
            .getBytes(StandardCharsets.UTF_8));
    refuses(unfit, "unreadable", OFD, SealedFiles.packed(files));
    byte[] before = new byte[good.length + 4];
    System.arraycopy(good, 0, before, 4, good.length);
    before[0] = 'P';
    before[1] = 'K';
    refuses(unfit, "unreadable", OFD, before);
    refuses(unfit, "unreadable", OFD, Arrays.copyOf(good, good.length + 1));
    refuses(unfit, "unreadable", OFD, Arrays.copyOf(good, good.length / 2));
    byte[] renamed = good.clone();
    renamed[30] = 'X';
    refuses(unfit, "unreadable", OFD, renamed);
  }

  private FileVerification verified(byte[] file) {
    return collected.verifyFile(Town.COUNCIL, file, "counter", null);
  }

  @Test
  void aFileIsVerifiedWithTheStateOfItsCertificate() throws Exception {
    CollectedMetadata metadata = metadata("H8");
    byte[] file = sealedPdf("verify me");
    UUID id = collect(metadata, file).certificate().id();
    FileVerification valid = verified(file);
    assertThat(valid.collected()).isTrue();
    assertThat(valid.verdict()).isEqualTo(Verdict.VALID);
    assertThat(valid.identifier()).isEqualTo(metadata.identifier());
    Ledger.Recorded entry = entry(valid.receipt().id());
    assertThat(entry.type()).isEqualTo(EntryType.CERTIFICATE_VERIFIED);
    assertThat(entry.actor()).isEqualTo("council-system");
    byte[] other = changed(file);
    FileVerification unknown = verified(other);
    assertThat(unknown.collected()).isFalse();
    assertThat(unknown.verdict()).isNull();
    assertThat(unknown.message().en()).contains("not collected");
    assertThat(
            entry(unknown.receipt().id()).manifest().path("details").path("collected").asBoolean())
        .isFalse();
    act(Town.AGENCY, id, Act.SUSPENDED, null);
    assertThat(verified(file).verdict()).isEqualTo(Verdict.SUSPENDED);
    assertThat(verified(file).act()).isEqualTo(Act.SUSPENDED);
    act(Town.AGENCY, id, Act.REINSTATED, null);
    hub.clock().advance(Duration.ofDays(6 * 365));
    assertThat(verified(file).verdict()).isEqualTo(Verdict.EXPIRED);
    fails(
        AccessProblem.PURPOSE_MISSING, () -> collected.verifyFile(Town.COUNCIL, file, null, null));
    fails(
        CertificateProblem.FILE_UNFIT,
        () -> collected.verifyFile(Town.COUNCIL, new byte[0], "counter", null));
  }

  @Test
  void theActsOfLawAreDoneToItByItsAuthorityAlone() throws Exception {
    UUID first = collected("H9").certificate().id();
    UUID second = collected("H9").certificate().id();
    fails(
        CertificateProblem.NOT_ISSUING_AUTHORITY,
        () -> act(Town.STRANGER, first, Act.REVOKED, null));
    act(Town.AGENCY, first, Act.REPLACED, second);
    Issued replaced = certificates.find(first).orElseThrow();
    assertThat(replaced.act()).isEqualTo(Act.REPLACED);
    assertThat(replaced.acts().get(0).successor()).isEqualTo(second);
    assertThat(certificates.find(second).orElseThrow().predecessor()).isEqualTo(first);
    fails(CertificateProblem.STATUS_FINAL, () -> act(Town.AGENCY, first, Act.REINSTATED, null));
  }

  @Test
  void oneWithoutAnEndHoldsOn() throws Exception {
    String identifier = identifier(TYPE_CODE);
    CollectedMetadata endless = of(identifier, "E1", TODAY, null, null, "n", "H10", "111", null);
    collect(endless, sealedPdf("endless"));
    hub.clock().advance(Duration.ofDays(100 * 365));
    assertThat(holders.list("H10").get(0).verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void aTypeWithoutSealsTakesPlainFiles() throws Exception {
    CollectedMetadata metadata = metadata(identifier("11100000MB03271699024"), "H11");
    Collection made =
        collected.collect(Town.AGENCY, "old-permit", metadata, PDF, SealedFiles.pdf("plain"));
    assertThat(made.seal()).isNull();
    assertThat(certificates.byNumber("old-permit", metadata.number())).hasSize(1);
  }

  @Test
  void aHolderShowsItFaceToFaceAndOnPaper() throws Exception {
    Collection made = collected("H12");
    Held held = holders.list("H12").get(0);
    assertThat(held.id()).isEqualTo(made.certificate().id());
    assertThat(held.title().en()).isEqualTo("Food permit");
    assertThat(holders.list("H13")).isEmpty();
    Shown shown = scan("counter", held, "holder_name", "file");
    assertThat(shown.verdict()).isEqualTo(Verdict.VALID);
    assertThat(shown.claims().get("holder_name")).isEqualTo("张三 Zhang San");
    assertThat(shown.claims().get("file"))
        .isEqualTo(Map.of("media_type", PDF, "sha256", made.sha256(), "sm3", made.sm3()));
    Ledger.Recorded scan = entry(shown.receipt().id());
    Ledger.Recorded read =
        entry(UUID.fromString(scan.manifest().path("details").path("facts").asText()));
    assertThat(read.type()).isEqualTo(EntryType.ACCESS);
    assertThat(read.actor()).as("in the authority's name").isEqualTo("agency-system");
    assertThat(read.manifest().toString() + scan.manifest()).doesNotContain("Zhang");
    Shown bounded = scan("licensing", held, "holder_name", "certificate_number");
    assertThat(bounded.claims()).containsOnlyKeys("certificate_number");
    assertThat(bounded.withheld()).containsExactly("holder_name");
    Print print = holders.print("H12", held.id());
    assertThat(print.claims()).containsEntry("holder_code", "H12");
    String code = print.link().getPath().substring("/printed/".length());
    assertThat(holders.printed(code).verdict()).isEqualTo(Verdict.VALID);
    assertThat(holders.matches(code, made.certificate().number())).isTrue();
    act(Town.AGENCY, held.id(), Act.REVOKED, null);
    assertThat(holders.printed(code).act()).isEqualTo(Act.REVOKED);
    Shown revoked = scan("counter", held, "holder_name");
    assertThat(revoked.verdict()).isEqualTo(Verdict.REVOKED);
    assertThat(revoked.claims()).isEmpty();
  }

  private Shown scan(String purpose, Held held, String... claims) {
    UUID showing = holders.show("H12", held.id(), Set.of(claims)).id();
    String code = holders.code("H12", showing).text();
    return holders.scan(Town.COUNCIL, "clerk-1", code, purpose, null);
  }

  @Test
  void aServiceItemGetsAnAnnotatedCopyAndNeverTheFile() throws Exception {
    CollectedMetadata metadata = metadata("H14");
    byte[] file = sealedPdf("Permit of Zhang San");
    Collection made = collect(metadata, file);
    ServiceItems items = hub.get(ServiceItems.class);
    Use use = items.authorise("H14", "stall");
    Copy copy = items.copies(Town.COUNCIL, null, use.id(), "2026-7 摊").copies().get(0);
    assertThat(copy.verdict()).isEqualTo(Verdict.VALID);
    byte[] copied = copy.file().content();
    assertThat(copied).isNotEqualTo(file);
    assertThat(copy.file().sha256())
        .isEqualTo(HexFormat.of().formatHex(CanonicalJson.sha256(copied)));
    JsonNode payload =
        CanonicalJson.mapper().readTree(Base64.getUrlDecoder().decode(copy.jwt().split("\\.")[1]));
    assertThat(payload.path("claims").path("file").path("sha256").asText())
        .as("the hub's signature is over the copy")
        .isEqualTo(copy.file().sha256());
    assertThat(payload.path("claims").path("file").path("original_sha256").asText())
        .isEqualTo(made.sha256());
    assertThat(payload.path("claims").has("holder_name")).isFalse();
    try (PDDocument document = Loader.loadPDF(copied)) {
      assertThat(document.getSignatureDictionaries()).isEmpty();
      assertThat(new PDFTextStripper().getText(document))
          .contains("Permit of Zhang San")
          .contains("ANNOTATED COPY")
          .contains("Council")
          .contains("Market stall")
          .contains("2026-7 摊")
          .contains("摆摊申请")
          .contains("2026-01-15T08:00:00Z");
      assertThat(document.getDocumentInformation().getCustomMetadataValue("Annotation"))
          .contains("摆摊申请");
    }
    assertThat(verified(copied).collected()).as("the copy is no original").isFalse();
    Verification verification =
        certificates.verify(Town.COUNCIL, copy.jwt(), null, null, "counter");
    assertThat(verification.verdict()).isEqualTo(Verdict.VALID);
    act(Town.AGENCY, made.certificate().id(), Act.ANNULLED, null);
    assertThat(certificates.verify(Town.COUNCIL, copy.jwt(), null, null, "counter").act())
        .isEqualTo(Act.ANNULLED);
    assertThat(items.copies(Town.COUNCIL, null, use.id(), null).copies().get(0).file()).isNull();
  }
}
