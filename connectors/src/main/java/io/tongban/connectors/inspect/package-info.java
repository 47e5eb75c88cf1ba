/** Looks at inputs that nobody has connected yet and proposes how. */
package io.tongban.connectors.inspect;
