/** Where other tools report what their runs read and wrote. */
package io.tongban.api.reporter;
