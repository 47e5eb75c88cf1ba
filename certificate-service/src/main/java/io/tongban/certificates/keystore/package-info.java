/** Where authorities' private keys are: the hub's key files, a PKCS#12 file, a PKCS#11 token. */
package io.tongban.certificates.keystore;
