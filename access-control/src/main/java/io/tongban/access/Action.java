package io.tongban.access;

/** What is asked for. */
public enum Action {
  /** A look-up or report by a declared data service. */
  CALL,
  /** Ad hoc SQL. */
  QUERY,
  /** A certificate is issued from the data. */
  ISSUE,
  /** A certificate is verified. */
  VERIFY,
  /** A certificate's status is changed. */
  CHANGE_STATUS,
  /** A certificate that was sealed elsewhere is collected. */
  COLLECT
}
