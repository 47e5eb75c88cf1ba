/** The kinds of definitions the certificate service owns. */
package io.tongban.certificates.definition;
