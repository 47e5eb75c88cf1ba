/** What the registry keeps in the hub's database: codes, tables of standard records, loads. */
package io.tongban.registry.jdbc;
