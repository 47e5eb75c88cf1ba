/** Search in what is registered. */
package io.tongban.registry.search;
