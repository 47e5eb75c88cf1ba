/**
 * The tree of RFC 6962 as C2SP tiles: growing it and proving from it. Pure: no database, no keys.
 */
package io.tongban.ledger.merkle;
