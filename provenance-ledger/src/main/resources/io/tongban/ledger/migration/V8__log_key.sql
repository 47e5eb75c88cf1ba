-- The log's keys, once it has changed its key; until then there is no row. keys: as they are published, verifier keys
-- with the signed statements between them. overlap: whether the key before the newest signs too. Written under the
-- tree head's lock, in the transaction that records the change.
CREATE TABLE ${schema}.log_key (
  log SMALLINT PRIMARY KEY,
  keys ${text} NOT NULL,
  overlap BOOLEAN NOT NULL
);
