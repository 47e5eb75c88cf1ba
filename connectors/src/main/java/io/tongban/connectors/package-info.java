/** Department formats and protocols to standard records. */
package io.tongban.connectors;
