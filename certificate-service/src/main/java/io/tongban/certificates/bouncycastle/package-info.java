/** X.509 certificates made with BouncyCastle. */
package io.tongban.certificates.bouncycastle;
