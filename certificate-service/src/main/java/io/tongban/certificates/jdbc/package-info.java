/** The certificate service's tables. */
package io.tongban.certificates.jdbc;
