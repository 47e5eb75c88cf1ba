/** Clients' keys, access tokens and proofs of possession (JOSE). */
package io.tongban.access.jose;
