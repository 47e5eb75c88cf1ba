package io.tongban.api.portal;

import io.tongban.certificates.Presentations.Progress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A request to a wallet.
 *
 * @param link what the wallet scans, or null once the page was left
 * @param qr the same as a drawing, or null
 * @param progress how it stands, or null at its start
 * @param results what was presented
 */
record CounterRequestView(
    UUID id, URI link, QrCode qr, Instant expires, Progress progress, List<CounterResult> results) {

  /** Whether the wallet has not answered yet. */
  public boolean pending() {
    return progress == null || progress.state().name().equals("PENDING");
  }

  /** Its state as a word of the interface. */
  public String state() {
    return progress == null ? "PENDING" : progress.state().name();
  }
}
