/** What every format of certificates has in common, and the first of them, SD-JWT VC. */
package io.tongban.certificates.format;
