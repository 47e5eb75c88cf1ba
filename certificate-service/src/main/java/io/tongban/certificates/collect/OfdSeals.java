package io.tongban.certificates.collect;

import io.tongban.certificates.CollectedCertificates.SealFound;
import io.tongban.certificates.signature.Bouncy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The seals of an OFD (GB/T 33190, section 18): each must hold and lead to an anchor, and every
 * file of the package that is not of the seals themselves must be under each of them.
 *
 * <p>The package is read here and not by OFDRW's reader, which unpacks it to disk.
 */
final class OfdSeals {
  private static final String NAMESPACE = "http://www.ofdspec.org/2016";
  private static final Map<String, String> DIGESTS =
      Map.of(
          "1.2.156.10197.1.401", "SM3",
          "SM3", "SM3",
          "2.16.840.1.101.3.4.2.1", "SHA-256",
          "SHA256", "SHA-256");

  private final Map<String, byte[]> files;

  private OfdSeals(Map<String, byte[]> files) {
    this.files = files;
  }

  /** A seal with the names of the files that are under it. */
  private record Sealed(SealFound found, Set<String> covered) {}

  /**
   * Reads the file and looks over its seals.
   *
   * @param trust null where seals are not looked at
   * @return the last seal; empty where there is none or none is looked at
   */
  static Optional<SealFound> check(byte[] file, SealTrust trust) {
    return new OfdSeals(OfdPackage.read(file)).check(trust);
  }

  private Optional<SealFound> check(SealTrust trust) {
    Element body = body();
    if (trust == null || text(body, "Signatures") == null) {
      return Optional.empty();
    }
    String list = located("", text(body, "Signatures"));
    Set<String> own = new HashSet<>(Set.of(list));
    List<Sealed> seals = new ArrayList<>();
    for (Element signature : children(xml(list), "Signature")) {
      seals.add(seal(located(list, signature.getAttribute("BaseLoc")), own, trust));
    }
    for (Sealed seal : seals) {
      Set<String> bare = new HashSet<>(files.keySet());
      bare.removeAll(own);
      bare.removeAll(seal.covered());
      if (!bare.isEmpty()) {
        throw Unfit.seal(
            "not-covered", "a seal does not cover " + bare.size() + " files of the package");
      }
    }
    return seals.isEmpty() ? Optional.empty() : Optional.of(seals.get(seals.size() - 1).found());
  }

  private Element body() {
    Element root = xml("OFD.xml");
    List<Element> bodies = children(root, "DocBody");
    if (!"OFD".equals(root.getLocalName()) || bodies.size() != 1) {
      throw Unfit.file("unreadable", "the OFD has not exactly one document");
    }
    Element body = bodies.get(0);
    if (text(body, "DocRoot") == null) {
      throw Unfit.file("unreadable", "the OFD's document has no root");
    }
    xml(located("", text(body, "DocRoot")));
    return body;
  }

  private Sealed seal(String name, Set<String> own, SealTrust trust) {
    Element root = xml(name);
    Element info = only(root, "SignedInfo");
    String valueName = located(name, text(root, "SignedValue"));
    own.add(name);
    own.add(valueName);
    SesSeal value = SesSeal.read(file(valueName));
    exemptSealFile(name, info, value, own);
    SealFound found = value.check(file(name), name, trust);
    return new Sealed(found, covered(name, only(info, "References")));
  }

  /** The seal's own file is not under the seal; it counts only where it is that very seal. */
  private void exemptSealFile(String name, Element info, SesSeal value, Set<String> own) {
    List<Element> seals = children(info, "Seal");
    if (seals.isEmpty()) {
      return;
    }
    String sealName = located(name, text(seals.get(0), "BaseLoc"));
    if (Arrays.equals(file(sealName), value.seal())) {
      own.add(sealName);
    }
  }

  private Set<String> covered(String name, Element references) {
    String algorithm = DIGESTS.get(references.getAttribute("CheckMethod"));
    if (algorithm == null) {
      throw Unfit.seal("unsupported", "the digest is " + references.getAttribute("CheckMethod"));
    }
    Set<String> covered = new HashSet<>();
    for (Element reference : children(references, "Reference")) {
      String target = located(name, reference.getAttribute("FileRef"));
      byte[] digest = digest(algorithm, file(target));
      if (!Arrays.equals(digest, decoded(text(reference, "CheckValue")))) {
        throw Unfit.seal("tampered", "a file of the package was changed after sealing");
      }
      covered.add(target);
    }
    return covered;
  }

  private static byte[] digest(String algorithm, byte[] content) {
    try {
      return MessageDigest.getInstance(algorithm, Bouncy.provider()).digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("BouncyCastle has " + algorithm, e);
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64 == null ? "" : base64);
    } catch (IllegalArgumentException e) {
      throw Unfit.seal("tampered", "a digest is no base64", e);
    }
  }

  private byte[] file(String name) {
    byte[] file = files.get(name);
    if (file == null) {
      throw Unfit.file("unreadable", "a file that the OFD names is not in it");
    }
    return file;
  }

  /**
   * A location (ST_Loc, section 7.3): from the package's root, or from the naming file's folder.
   */
  private static String located(String from, String location) {
    if (location == null || location.isBlank()) {
      throw Unfit.file("unreadable", "the OFD lacks a location");
    }
    String text = location.strip();
    Deque<String> parts = new ArrayDeque<>();
    if (!text.startsWith("/") && from.contains("/")) {
      parts.addAll(List.of(from.substring(0, from.lastIndexOf('/')).split("/")));
    }
    for (String part : SesSeal.stripped(text).split("/")) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          throw Unfit.file("path-outside", "the OFD names a file outside of it");
        }
      } else if (!part.equals(".") && !part.isEmpty()) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }

  /** Without document types, so that no entity is resolved or expanded. */
  private Element xml(String name) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setNamespaceAware(true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(file(name))).getDocumentElement();
    } catch (SAXException | IOException e) {
      throw Unfit.file("unreadable", "a description in the OFD is no XML that is taken", e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's parser has these features", e);
    }
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element
          && NAMESPACE.equals(element.getNamespaceURI())
          && name.equals(element.getLocalName())) {
        found.add(element);
      }
    }
    return found;
  }

  private static Element only(Element parent, String name) {
    List<Element> found = children(parent, name);
    if (found.size() != 1) {
      throw Unfit.seal("tampered", "the signature has not exactly one " + name);
    }
    return found.get(0);
  }

  private static String text(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.size() == 1 ? found.get(0).getTextContent() : null;
  }
}
