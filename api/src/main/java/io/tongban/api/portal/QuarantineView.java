package io.tongban.api.portal;

import io.tongban.connectors.Connectors.QuarantinedRow;
import io.tongban.connectors.Connectors.Run;
import io.tongban.hub.Label;
import java.util.List;
import java.util.UUID;

/**
 * Quarantined rows of a run.
 *
 * @param why the reason the viewer gave
 * @param receipt the ledger entry of this look
 * @param next cursor of the next page, or null
 */
record QuarantineView(
    Run run, Label connector, String why, UUID receipt, List<QuarantinedRow> rows, String next) {}
