/** The lineage graph, its store, and its events in OpenLineage's form (2-0-2). */
package io.tongban.ledger.openlineage;
