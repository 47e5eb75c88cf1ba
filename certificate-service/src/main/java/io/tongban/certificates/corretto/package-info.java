/** ECDSA by Amazon Corretto Crypto Provider. */
package io.tongban.certificates.corretto;
