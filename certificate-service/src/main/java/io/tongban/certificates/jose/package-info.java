/** Signatures, keys and proofs as JOSE has them, by Nimbus. */
package io.tongban.certificates.jose;
