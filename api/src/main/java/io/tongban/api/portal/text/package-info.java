/** The words of the portal in both languages (Qute message bundles). */
package io.tongban.api.portal.text;
