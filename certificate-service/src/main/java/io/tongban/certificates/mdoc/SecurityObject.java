package io.tongban.certificates.mdoc;

import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORInteger;
import com.authlete.cbor.CBORItem;
import com.authlete.cbor.CBORPair;
import com.authlete.cbor.CBORPairList;
import com.authlete.cbor.CBORString;
import io.tongban.certificates.format.Content;
import io.tongban.certificates.format.CredentialException;
import io.tongban.certificates.format.StatusReference;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mobile security object (ISO/IEC 18013-5, 9.1.2.4): what the issuer signs.
 *
 * @param digests SHA-256 of each element's bytes by namespace and digest identifier
 * @param deviceKey the holder's key, or null where it is of a kind that is not read here
 * @param validFrom the later of {@code signed} and {@code validFrom}
 * @param status its place in a status list (Token Status List, section 6.3), or null
 */
record SecurityObject(
    String doctype,
    Map<String, Map<Long, byte[]>> digests,
    ECPublicKey deviceKey,
    Instant validFrom,
    Instant validUntil,
    StatusReference status) {
  private static final String SHA_256 = "SHA-256";

  /** Reads one from {@code #6.24(bstr .cbor MobileSecurityObject)}. */
  static SecurityObject read(byte[] bytes) throws CredentialException {
    Map<Object, CBORItem> object = Cbor.map(Cbor.embedded(Cbor.read(bytes)));
    if (!Cbor.text(object.get("version")).startsWith("1.")) {
      throw new CredentialException("the security object is of another version");
    }
    if (!SHA_256.equals(Cbor.text(object.get("digestAlgorithm")))) {
      throw new CredentialException("the digests are not of " + SHA_256);
    }
    Map<Object, CBORItem> validity = Cbor.map(object.get("validityInfo"));
    Instant signed = Cbor.time(validity.get("signed"));
    Instant from = Cbor.time(validity.get("validFrom"));
    return new SecurityObject(
        Cbor.text(object.get("docType")),
        digests(object.get("valueDigests")),
        CoseKey.read(Cbor.map(object.get("deviceKeyInfo")).get("deviceKey")).orElse(null),
        signed.isAfter(from) ? signed : from,
        Cbor.time(validity.get("validUntil")),
        status(object.get("status")).orElse(null));
  }

  private static Map<String, Map<Long, byte[]>> digests(CBORItem item) throws CredentialException {
    Map<String, Map<Long, byte[]>> digests = new HashMap<>();
    for (Map.Entry<Object, CBORItem> namespace : Cbor.map(item).entrySet()) {
      Map<Long, byte[]> byId = new HashMap<>();
      for (Map.Entry<Object, CBORItem> digest : Cbor.map(namespace.getValue()).entrySet()) {
        if (!(digest.getKey() instanceof Number id)) {
          throw new CredentialException("a digest identifier is no number");
        }
        byId.put(id.longValue(), Cbor.bytes(digest.getValue()));
      }
      digests.put(String.valueOf(namespace.getKey()), byId);
    }
    return digests;
  }

  private static Optional<StatusReference> status(CBORItem status) throws CredentialException {
    return status == null ? Optional.empty() : StatusReference.of(Cbor.json(status));
  }

  /**
   * Writes one.
   *
   * @param digests in the order of their identifiers, from 0
   */
  static byte[] of(Content content, String doctype, String namespace, List<byte[]> digests) {
    List<CBORPair> byId = new ArrayList<>();
    for (int id = 0; id < digests.size(); id++) {
      byId.add(Cbor.pair(id, new CBORByteArray(digests.get(id))));
    }
    CBORItem reference =
        Cbor.map(
            Cbor.pair("idx", new CBORInteger(content.status().index())),
            Cbor.pair("uri", new CBORString(content.status().uri())));
    CBORItem validity =
        Cbor.map(
            Cbor.pair("signed", Cbor.time(content.issued())),
            Cbor.pair("validFrom", Cbor.time(content.issued())),
            Cbor.pair("validUntil", Cbor.time(content.expires())));
    return Cbor.embed(
            Cbor.map(
                Cbor.pair("version", new CBORString("1.0")),
                Cbor.pair("digestAlgorithm", new CBORString(SHA_256)),
                Cbor.pair("valueDigests", Cbor.map(Cbor.pair(namespace, new CBORPairList(byId)))),
                Cbor.pair(
                    "deviceKeyInfo",
                    Cbor.map(Cbor.pair("deviceKey", CoseKey.of(content.holder())))),
                Cbor.pair("docType", new CBORString(doctype)),
                Cbor.pair("validityInfo", validity),
                Cbor.pair("status", Cbor.map(Cbor.pair("status_list", reference)))))
        .encode();
  }
}
