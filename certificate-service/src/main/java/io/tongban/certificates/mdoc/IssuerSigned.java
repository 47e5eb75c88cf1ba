package io.tongban.certificates.mdoc;

import com.authlete.cbor.CBORItem;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.format.CredentialException;
import io.tongban.hub.CanonicalJson;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the issuer signed, with the elements the holder shows (ISO/IEC 18013-5, 8.3.2.1.2.2).
 *
 * @param elements {@code IssuerSignedItemBytes} by namespace
 */
record IssuerSigned(
    Map<String, List<CBORItem>> elements, CoseSign1 signature, SecurityObject object) {
  private static final int MAX_ELEMENTS = 1024;

  static IssuerSigned read(CBORItem item) throws CredentialException {
    Map<Object, CBORItem> signed = Cbor.map(item);
    Map<String, List<CBORItem>> elements = new HashMap<>();
    if (signed.containsKey("nameSpaces")) {
      for (var namespace : Cbor.map(signed.get("nameSpaces")).entrySet()) {
        elements.put(String.valueOf(namespace.getKey()), Cbor.list(namespace.getValue()));
      }
    }
    if (elements.values().stream().mapToInt(List::size).sum() > MAX_ELEMENTS) {
      throw new CredentialException("the mdoc has too many elements");
    }
    CoseSign1 signature = CoseSign1.read(signed.get("issuerAuth"));
    if (signature.payload() == null) {
      throw new CredentialException("the mdoc's security object is missing");
    }
    return new IssuerSigned(elements, signature, SecurityObject.read(signature.payload()));
  }

  /**
   * The elements by namespace, each of which has its digest in the security object.
   *
   * @throws CredentialException if one has not, or stands twice
   */
  ObjectNode disclosed() throws CredentialException {
    ObjectNode disclosed = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, List<CBORItem>> namespace : elements.entrySet()) {
      Map<Long, byte[]> digests = object.digests().getOrDefault(namespace.getKey(), Map.of());
      disclosed.set(namespace.getKey(), disclosed(namespace.getValue(), digests));
    }
    return disclosed;
  }

  private static ObjectNode disclosed(List<CBORItem> items, Map<Long, byte[]> digests)
      throws CredentialException {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    Set<Long> seen = new HashSet<>();
    for (CBORItem bytes : items) {
      Map<Object, CBORItem> element = Cbor.map(Cbor.embedded(bytes));
      long id = Cbor.natural(element.get("digestID"));
      byte[] digest = digests.get(id);
      if (!seen.add(id)
          || digest == null
          || !MessageDigest.isEqual(digest, CanonicalJson.sha256(bytes.encode()))) {
        throw new CredentialException("an element has no digest, another one, or stands twice");
      }
      String name = Cbor.text(element.get("elementIdentifier"));
      if (values.has(name) || !element.containsKey("elementValue")) {
        throw new CredentialException("an element stands twice or has no value");
      }
      values.set(name, Cbor.json(element.get("elementValue")));
    }
    return values;
  }
}
