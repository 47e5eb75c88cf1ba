/** Open answers that clients read frame by frame. */
package io.tongban.federation.cursors;
