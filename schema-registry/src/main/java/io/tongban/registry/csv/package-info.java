/** Delimited files, read with Jackson's CSV parser. */
package io.tongban.registry.csv;
