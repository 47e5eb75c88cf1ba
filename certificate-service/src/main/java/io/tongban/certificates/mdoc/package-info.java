/** ISO/IEC 18013-5 mdoc: strict CBOR, COSE signatures, issue and presentation by OpenID4VP. */
package io.tongban.certificates.mdoc;
