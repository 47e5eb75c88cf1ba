package io.tongban.certificates.present;

import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORDecoder;
import com.authlete.cbor.CBORInteger;
import com.authlete.cbor.CBORItem;
import com.authlete.cbor.CBORItemList;
import com.authlete.cbor.CBORNull;
import com.authlete.cbor.CBORPair;
import com.authlete.cbor.CBORPairList;
import com.authlete.cbor.CBORString;
import com.authlete.cbor.CBORTaggedItem;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The mdoc half of a wallet, on CBOR items and an ECDSA primitive. */
final class MdocHolder {
  private MdocHolder() {}

  /** What a device signature is over. */
  record Session(String clientId, String nonce, byte[] thumbprint, String responseUri) {
    static Session of(PresentingWallet.Request request) {
      try {
        return new Session(
            request.clientId(),
            request.nonce(),
            ECKey.parse(request.encryptionKey().toString()).computeThumbprint().decode(),
            request.claims().get("response_uri").asText());
      } catch (ParseException | JOSEException e) {
        throw new AssertionError(e);
      }
    }

    CBORItem transcript() {
      CBORItem info =
          new CBORItemList(
              new CBORString(clientId),
              new CBORString(nonce),
              new CBORByteArray(thumbprint),
              new CBORString(responseUri));
      return new CBORItemList(
          CBORNull.INSTANCE,
          CBORNull.INSTANCE,
          new CBORItemList(
              new CBORString("OpenID4VPHandover"), new CBORByteArray(sha256(info.encode()))));
    }
  }

  static CBORPairList decoded(String issuerSigned) {
    try {
      return (CBORPairList) new CBORDecoder(Base64.getUrlDecoder().decode(issuerSigned)).next();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static String encoded(CBORItem item) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(item.encode());
  }

  /** The credential with the named elements only. */
  static CBORPairList disclose(String issuerSigned, String... names) {
    CBORPairList whole = decoded(issuerSigned);
    List<CBORPair> spaces = new ArrayList<>();
    for (CBORPair space : ((CBORPairList) whole.findByKey("nameSpaces").getValue()).getPairs()) {
      List<CBORItem> kept = new ArrayList<>();
      for (CBORItem element : ((CBORItemList) space.getValue()).getItems()) {
        if (Arrays.asList(names).contains(element(element).get("elementIdentifier"))) {
          kept.add(element);
        }
      }
      spaces.add(new CBORPair(space.getKey(), new CBORItemList(kept)));
    }
    return map("nameSpaces", new CBORPairList(spaces), "issuerAuth", auth(whole));
  }

  static CBORItem auth(CBORPairList issuerSigned) {
    return issuerSigned.findByKey("issuerAuth").getValue();
  }

  /** An {@code IssuerSignedItem}. */
  @SuppressWarnings("unchecked")
  static Map<Object, Object> element(CBORItem bytes) {
    byte[] inside = (byte[]) ((CBORTaggedItem) bytes).getTagContent().parse();
    try {
      return (Map<Object, Object>) new CBORDecoder(inside).next().parse();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A {@code DeviceResponse} bound to the session. */
  static String respond(String doctype, CBORItem issuerSigned, Session session, ECKey key) {
    CBORItem spaces = embed(new CBORPairList(List.<CBORPair>of()));
    CBORItem authentication =
        new CBORItemList(
            new CBORString("DeviceAuthentication"),
            session.transcript(),
            new CBORString(doctype),
            spaces);
    CBORItem signature = sign(embed(authentication).encode(), key);
    return respond(doctype, issuerSigned, spaces, map("deviceSignature", signature));
  }

  static String respond(
      String doctype, CBORItem issuerSigned, CBORItem spaces, CBORItem deviceAuth) {
    CBORItem document =
        map(
            "docType",
            new CBORString(doctype),
            "issuerSigned",
            issuerSigned,
            "deviceSigned",
            map("nameSpaces", spaces, "deviceAuth", deviceAuth));
    return encoded(
        map(
            "version",
            new CBORString("1.0"),
            "documents",
            new CBORItemList(document),
            "status",
            new CBORInteger(0)));
  }

  /** A COSE_Sign1 with a detached payload. */
  static CBORItem sign(byte[] payload, ECKey key) {
    byte[] header =
        new CBORPairList(new CBORPair(new CBORInteger(1), new CBORInteger(-7))).encode();
    byte[] content =
        new CBORItemList(
                new CBORString("Signature1"),
                new CBORByteArray(header),
                new CBORByteArray(new byte[0]),
                new CBORByteArray(payload))
            .encode();
    try {
      byte[] signature =
          new ECDSASigner(key).sign(new JWSHeader(JWSAlgorithm.ES256), content).decode();
      return new CBORItemList(
          new CBORByteArray(header),
          new CBORPairList(List.<CBORPair>of()),
          CBORNull.INSTANCE,
          new CBORByteArray(signature));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static CBORTaggedItem embed(CBORItem item) {
    return new CBORTaggedItem(24, new CBORByteArray(item.encode()));
  }

  /** A map of texts to items. */
  static CBORPairList map(Object... members) {
    List<CBORPair> pairs = new ArrayList<>();
    for (int i = 0; i < members.length; i += 2) {
      pairs.add(new CBORPair(new CBORString((String) members[i]), (CBORItem) members[i + 1]));
    }
    return new CBORPairList(pairs);
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
