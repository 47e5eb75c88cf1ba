/** What auditors, monitors and everyone who verifies asks: proofs, tiles, traces, lineage. */
package io.tongban.api.auditor;
