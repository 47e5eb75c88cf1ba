/** Witnessing (C2SP tlog-witness, tlog-cosignature): this hub as a witness, and before its own. */
package io.tongban.ledger.witness;
