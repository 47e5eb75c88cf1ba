package io.tongban.certificates.issue;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.format.CredentialFormat;
import io.tongban.hub.Definition;

/** A type in one of its formats: a credential configuration (OpenID4VCI 1.0, section 12.2.4). */
record Configuration(Definition<CertificateTypeSpec> type, CredentialFormat format) {
  /** The type's name; for other formats than SD-JWT VC with the format behind a dot. */
  String id() {
    return format.id().equals(CertificateTypeSpec.SD_JWT_VC)
        ? type.name()
        : type.name() + "." + format.id();
  }
}
