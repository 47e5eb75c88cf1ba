/** Standard JDBC: the Avatica wire protocol under {@code /jdbc}, over governed cursors. */
package io.tongban.api.avatica;
