/** Issue, present, verify, revoke, recognise e-certificates. */
package io.tongban.certificates;
