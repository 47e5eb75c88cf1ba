package io.tongban.api.portal;

import io.tongban.certificates.HolderCertificates.Print;
import java.util.List;

/** A print. */
record PrintView(Print print, List<VerifyView.Claim> claims, QrCode qr) {}
