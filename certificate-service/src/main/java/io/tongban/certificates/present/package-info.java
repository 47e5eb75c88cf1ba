/** Presentations to a department's counter: OpenID4VP 1.0 after HAIP 1.0. */
package io.tongban.certificates.present;
