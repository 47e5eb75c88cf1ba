/** Anchoring on an EVM chain with web3j: contract, transactions, outbox. */
package io.tongban.ledger.web3j;
