package io.tongban.hub.yaml;

import io.tongban.hub.Fault;

/** Ends the reading of a file at a fault after which nothing that follows can be trusted. */
final class YamlFaultException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Fault fault;

  YamlFaultException(Fault fault) {
    super(fault.message());
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
