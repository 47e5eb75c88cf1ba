/** The Quarkus application: composition root of the hub's modules. */
package io.tongban.api;
