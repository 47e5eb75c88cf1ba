/** Selective disclosure for JWTs (RFC 9901), without cryptography beyond hashing. */
package io.tongban.certificates.sdjwt;
