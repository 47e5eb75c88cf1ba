/** Offering and issuing certificates: OpenID4VCI 1.0 with the pre-authorised code flow. */
package io.tongban.certificates.issue;
