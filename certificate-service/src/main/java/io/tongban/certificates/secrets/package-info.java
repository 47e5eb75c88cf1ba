/** Sealed values and keyed hashes in the certificate service's tables. */
package io.tongban.certificates.secrets;
