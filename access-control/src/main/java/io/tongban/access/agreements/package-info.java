/** Sharing agreements: how they are checked and what they allow. */
package io.tongban.access.agreements;
