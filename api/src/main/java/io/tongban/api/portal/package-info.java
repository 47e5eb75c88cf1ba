/** The portal: server-rendered pages in Chinese and English. */
package io.tongban.api.portal;
