/** Whom departments' systems are told at: {@code kind: Callback}. */
package io.tongban.access.events;
