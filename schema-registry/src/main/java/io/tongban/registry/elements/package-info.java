/** Data elements: their format grammar, what makes a definition right, and what a value right. */
package io.tongban.registry.elements;
