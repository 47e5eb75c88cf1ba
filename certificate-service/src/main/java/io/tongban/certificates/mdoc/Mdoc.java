package io.tongban.certificates.mdoc;

import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORInteger;
import com.authlete.cbor.CBORItem;
import com.authlete.cbor.CBORItemList;
import com.authlete.cbor.CBORString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.format.Content;
import io.tongban.certificates.format.CredentialException;
import io.tongban.certificates.format.CredentialFormat;
import io.tongban.certificates.format.PresentedCredential;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.hub.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** ISO/IEC 18013-5 mdoc ({@code mso_mdoc}). */
@ApplicationScoped
class Mdoc implements CredentialFormat {
  private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+");
  private static final int SALT_BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  @Override
  public String id() {
    return CertificateTypeSpec.MSO_MDOC;
  }

  @Override
  public String nameOf(CertificateTypeSpec type) {
    return type.mdoc() == null ? null : type.mdoc().doctype();
  }

  /** The {@code IssuerSigned} structure, base64url. */
  @Override
  public String issue(Content content) {
    CertificateTypeSpec.Mdoc names = content.type().spec().mdoc();
    // the order of identifiers tells nothing about what is withheld
    List<Integer> ids =
        IntStream.range(0, content.claims().size()).boxed().collect(Collectors.toList());
    Collections.shuffle(ids, random);
    Iterator<Integer> free = ids.iterator();
    List<CBORItem> elements = new ArrayList<>();
    byte[][] digests = new byte[ids.size()][];
    for (Map.Entry<String, JsonNode> claim : content.claims().entrySet()) {
      int id = free.next();
      CBORItem element = Cbor.embed(element(id, claim, content));
      digests[id] = CanonicalJson.sha256(element.encode());
      elements.add(element);
    }
    byte[] object =
        SecurityObject.of(content, names.doctype(), names.namespace(), List.of(digests));
    CBORItem issued =
        Cbor.map(
            Cbor.pair(
                "nameSpaces", Cbor.map(Cbor.pair(names.namespace(), new CBORItemList(elements)))),
            Cbor.pair("issuerAuth", CoseSign1.sign(object, content.key())));
    return Strict.encode(issued.encode());
  }

  private CBORItem element(int id, Map.Entry<String, JsonNode> claim, Content content) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return Cbor.map(
        Cbor.pair("digestID", new CBORInteger(id)),
        Cbor.pair("random", new CBORByteArray(salt)),
        Cbor.pair("elementIdentifier", new CBORString(claim.getKey())),
        Cbor.pair(
            "elementValue",
            content.days().contains(claim.getKey())
                ? Cbor.day(claim.getValue().asText())
                : Cbor.of(claim.getValue())));
  }

  @Override
  public void describe(CertificateTypeSpec type, ObjectNode configuration) {
    configuration.put("doctype", type.mdoc().doctype());
    configuration.putArray("cryptographic_binding_methods_supported").add("cose_key");
    configuration
        .putArray("credential_signing_alg_values_supported")
        .add(CoseSign1.ALGORITHMS.get(SignatureSuite.named(type.suite()).orElseThrow()));
  }

  @Override
  public List<String> path(CertificateTypeSpec type, String claim) {
    return List.of(type.mdoc().namespace(), claim);
  }

  @Override
  public ObjectNode accepted() {
    ObjectNode accepted = JsonNodeFactory.instance.objectNode();
    CoseSign1.ALGORITHMS.values().stream()
        .sorted(Comparator.reverseOrder())
        .forEach(accepted.putArray("issuerauth_alg_values")::add);
    accepted.putArray("deviceauth_alg_values").add(CoseSign1.ALGORITHMS.get(SignatureSuite.ES256));
    return accepted;
  }

  @Override
  public boolean hasFormOf(String text) {
    return BASE64URL.matcher(text).matches();
  }

  @Override
  public PresentedCredential read(String text) throws CredentialException {
    try {
      return PresentedMdoc.read(Strict.decode(text));
    } catch (SdJwtException e) {
      throw new CredentialException("the mdoc is not base64url", e);
    }
  }
}
