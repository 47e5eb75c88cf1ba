package io.tongban.api.portal;

import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.HolderCertificates.Held;

/** One certificate, to be shown or printed. */
record CertificateView(Held held) {

  /** Whether it is in force. */
  public boolean valid() {
    return held.verdict() == Verdict.VALID;
  }
}
