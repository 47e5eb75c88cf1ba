/** Names: what SQL can hold, and what was probably meant. */
package io.tongban.registry.naming;
