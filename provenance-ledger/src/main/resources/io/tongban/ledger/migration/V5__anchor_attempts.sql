-- Each signing of a transaction: a raised fee is a further attempt with the same nonce, and any of them can be the one
-- that gets into a block. signed_block: the chain's newest block when it was signed.
CREATE TABLE ${schema}.anchor_attempt (
  anchor UUID NOT NULL REFERENCES ${schema}.anchor (id),
  attempt INTEGER NOT NULL,
  raw ${text} NOT NULL,
  transaction_hash VARCHAR(80) NOT NULL,
  signed_block BIGINT NOT NULL,
  made TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (anchor, attempt)
);
INSERT INTO ${schema}.anchor_attempt (anchor, attempt, raw, transaction_hash, signed_block, made)
  SELECT id, 1, raw, transaction_hash, 0, made FROM ${schema}.anchor;
ALTER TABLE ${schema}.anchor DROP COLUMN raw;
