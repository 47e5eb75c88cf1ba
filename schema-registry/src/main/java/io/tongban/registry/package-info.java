/**
 * What each datum means: data elements, code lists, the resource directory, and the standard
 * records themselves.
 */
package io.tongban.registry;
