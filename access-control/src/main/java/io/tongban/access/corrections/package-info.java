/** Requests to correct records, and who is told of them. */
package io.tongban.access.corrections;
