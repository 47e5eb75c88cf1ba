-- Up to which index the entries' records are in row_use, which is written behind the log.
CREATE TABLE ${schema}.row_index (
  log SMALLINT PRIMARY KEY,
  upto BIGINT NOT NULL
);
INSERT INTO ${schema}.row_index (log, upto)
  SELECT 1, COALESCE(MAX(entry_index) + 1, 0) FROM ${schema}.entry;
