package io.tongban.api.portal;

import io.tongban.certificates.HolderCertificates.ShowCode;
import io.tongban.certificates.HolderCertificates.Showing;

/** A showing with its code of this moment. */
record ShowingView(Showing showing, ShowCode code, QrCode qr) {}
