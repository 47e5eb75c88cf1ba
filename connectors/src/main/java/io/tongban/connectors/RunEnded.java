package io.tongban.connectors;

/** Fired (CDI, synchronously) after a run has ended and its record is stored. */
public record RunEnded(Connectors.Run run) {}
