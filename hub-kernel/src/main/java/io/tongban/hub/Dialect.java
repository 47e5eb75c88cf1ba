package io.tongban.hub;

/** The databases the hub's own state runs on. */
public enum Dialect {
  H2,
  POSTGRESQL
}
