/** Who is trusted to issue what. */
package io.tongban.certificates.trust;
