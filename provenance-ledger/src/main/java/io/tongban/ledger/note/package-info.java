/** Signing notes (C2SP signed-note) with BouncyCastle's Ed25519. */
package io.tongban.ledger.note;
