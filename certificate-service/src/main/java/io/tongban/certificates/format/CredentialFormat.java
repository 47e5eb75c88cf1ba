package io.tongban.certificates.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CertificateTypeSpec;
import java.util.List;

/** A format certificates are issued and presented in. Another format is another bean. */
public interface CredentialFormat {
  /** Its identifier in OpenID4VCI and OpenID4VP, for example {@code dc+sd-jwt}. */
  String id();

  /** By what the format's credentials name that type, or null where it has no such name. */
  String nameOf(CertificateTypeSpec type);

  /** Makes and signs a certificate, in the form wallets get it. */
  String issue(Content content);

  /**
   * Puts the format's own members into a credential configuration (OpenID4VCI 1.0, appendix A):
   * what names the type, the binding methods and the signature algorithms.
   */
  void describe(CertificateTypeSpec type, ObjectNode configuration);

  /** The claims path pointer of a claim (OpenID4VCI 1.0, appendix C). */
  List<String> path(CertificateTypeSpec type, String claim);

  /** What a verifier says of the format in {@code vp_formats_supported}. */
  ObjectNode accepted();

  /** Whether a text has the form of this format; of the formats at most one says so. */
  boolean hasFormOf(String text);

  /**
   * Takes a presentation apart. It is read and not believed.
   *
   * @throws CredentialException if it cannot be read
   */
  PresentedCredential read(String text) throws CredentialException;
}
