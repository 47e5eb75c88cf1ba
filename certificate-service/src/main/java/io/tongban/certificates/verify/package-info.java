/** Verification of presentations: one verdict, with what it means. */
package io.tongban.certificates.verify;
