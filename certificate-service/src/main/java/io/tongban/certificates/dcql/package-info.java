/** The Digital Credentials Query Language (OpenID4VP 1.0, section 6), the verifier's side. */
package io.tongban.certificates.dcql;
