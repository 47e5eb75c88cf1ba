/** Signatures and certificate chains, the same for every suite. */
package io.tongban.certificates.signature;
