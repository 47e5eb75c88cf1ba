/** Routes that are built from definitions at run time (Apache Camel, embedded as a library). */
package io.tongban.connectors.camel;
