package io.tongban.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import io.tongban.certificates.CertificateIdentifier;
import io.tongban.certificates.SealedFiles;
import io.tongban.certificates.SealedFiles.Signer;
import io.tongban.certificates.SignatureSuite;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The population office with a sealing system of its own, whose permits the hub collects. */
final class PermitAuthority {
  static final String ZHANG = "990001199003078046";
  static final String PURPOSE = "housing-benefit-application";
  static final String TITLE = "暂住许可证";

  /** Identifiers are the hub's, and several tests share one. */
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private static final String TYPE_CODE = "11100000MB03271699023";
  private static final PermitAuthority ONLY = new PermitAuthority();
  private static final String DEFINITIONS =
      """
      apiVersion: tongban.io/v1
      kind: Client
      metadata: {name: housing-issuer}
      spec: {department: housing-office, roles: [issuer], jwks: {"keys": [KEY]}}
      ---
      apiVersion: tongban.io/v1
      kind: CertificateType
      metadata: {name: stay-permit, title: {zh: 暂住许可证, en: Permit of stay}}
      spec:
        authority: population-office
        code: 11100000MB03271699023
        vct: urn:tongban:test:stay-permit:1
        purpose: residence-certificates
        national:
          definingAuthority: {name: 国家人口局, code: 11100000MB03271699}
          issuerCode: "340100"
          areaCode: "340100"
        collected:
          mediaTypes: [application/pdf]
          seal:
            anchors:
              - |
      ANCHOR
      ---
      apiVersion: tongban.io/v1
      kind: ServiceItem
      metadata: {name: deposit-loan, title: {zh: 租房押金贷款, en: Loan for a deposit}}
      spec:
        department: housing-office
        client: counter-desk
        purpose: housing-benefit-application
        needs: [{type: stay-permit, claims: [holder_name, file]}]
      """;

  private final SealedFiles seals;
  private final Signer signer;

  private PermitAuthority() {
    try {
      seals = new SealedFiles(SignatureSuite.ES256, "CN=Population office CA");
      signer = seals.signer();
    } catch (Exception e) {
      throw new IllegalStateException("P-256 certificates can be made", e);
    }
  }

  /** Declares its type; the anchor is the same for all tests, which share a hub. */
  static PermitAuthority declared(PersonsHub hub, Definitions definitions) {
    String yaml =
        DEFINITIONS
            .replace("KEY", hub.key().toPublicJWK().toJSONString())
            .replace("ANCHOR", ONLY.seals.anchorPem().indent(14).stripTrailing());
    definitions.apply(
        List.of(new DefinitionFile("permits.yaml", yaml.getBytes(StandardCharsets.UTF_8))), false);
    return ONLY;
  }

  byte[] sealed(String text) throws IOException {
    return SealedFiles.signed(SealedFiles.pdf(text), signer, Instant.now().minusSeconds(60));
  }

  /** One that cannot be compressed, with that many bytes more than a small one. */
  byte[] sealedLarge(int bytes) throws IOException {
    byte[] noise = new byte[bytes];
    new Random(1).nextBytes(noise);
    try (PDDocument document = Loader.loadPDF(SealedFiles.pdf("large"))) {
      COSStream stream = document.getDocument().createCOSStream();
      try (OutputStream out = stream.createOutputStream()) {
        out.write(noise);
      }
      document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("Noise"), stream);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return SealedFiles.signed(out.toByteArray(), signer, Instant.now().minusSeconds(60));
    }
  }

  /** What is said of Zhang's next permit. */
  static ObjectNode metadata() {
    String serial = String.format("%09d", SERIAL.incrementAndGet());
    return CanonicalJson.mapper()
        .createObjectNode()
        .put("identifier", new CertificateIdentifier(TYPE_CODE, "340100", serial, 1).toString())
        .put("number", "ZZ" + serial)
        .put("issueDate", LocalDate.now(ZoneOffset.UTC).minusDays(3).toString())
        .put("holderName", "张敏")
        .put("holderCode", ZHANG)
        .put("holderCodeType", "111");
  }

  static String request(ObjectNode metadata, String mediaType, byte[] file) {
    ObjectNode request = CanonicalJson.mapper().createObjectNode();
    request.put("type", "stay-permit").put("mediaType", mediaType).put("file", file);
    request.set("metadata", metadata);
    return request.toString();
  }

  /** Collects Zhang's next permit with that file, and gives the certificate's id. */
  static String collected(HubSettings settings, PersonsHub hub, byte[] file) {
    Response answer =
        new TestDepartment(settings.publicUrl(), "population-system", hub.key())
            .post("/v1/certificates/collected", request(metadata(), "application/pdf", file));
    answer.then().statusCode(200);
    return answer.path("certificate.id");
  }
}
