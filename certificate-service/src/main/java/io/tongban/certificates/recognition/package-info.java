/** Certificates of other regions that count as types of this hub. */
package io.tongban.certificates.recognition;
