/** The resource directory: checking directory items, binding them to data elements. */
package io.tongban.registry.directory;
