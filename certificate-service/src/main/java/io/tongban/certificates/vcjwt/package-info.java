/** W3C Verifiable Credentials (data model 1.1) as JWTs, presented in a VP as a JWT. */
package io.tongban.certificates.vcjwt;
