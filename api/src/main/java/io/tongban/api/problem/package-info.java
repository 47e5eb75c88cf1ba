/** Every failure as {@code application/problem+json} (RFC 9457), or as a page for a browser. */
package io.tongban.api.problem;
