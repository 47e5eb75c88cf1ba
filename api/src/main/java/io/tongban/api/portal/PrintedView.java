package io.tongban.api.portal;

import io.tongban.certificates.HolderCertificates.Printed;

/**
 * What a print's code tells.
 *
 * @param same whether the number that was typed is the certificate's, or null before one was
 */
record PrintedView(String code, Printed printed, Boolean same) {

  /** The state's colour; its words say the same. */
  public String tone() {
    return VerifyView.tone(printed.verdict());
  }
}
