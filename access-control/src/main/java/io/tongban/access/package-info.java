/** Who may use what, for which purpose, on which basis: decide, grant, settle, receipt. */
package io.tongban.access;
