/** Append, prove, anchor; and the lineage graph. Knows digests and commitments, not citizens. */
package io.tongban.ledger;
