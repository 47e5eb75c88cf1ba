/** What access control keeps in the hub's database. */
package io.tongban.access.jdbc;
