/** The log in the hub's database: one sequencer, group commit, proofs out of stored tiles. */
package io.tongban.ledger.jdbc;
