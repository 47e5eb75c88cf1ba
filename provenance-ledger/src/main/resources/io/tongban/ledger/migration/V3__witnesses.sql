-- As a witness: the newest checkpoint cosigned of each log. Moves by compare-and-swap on (tree_size, root).
-- checkpoint: the note with the log's signature and the cosignature; empty while none was cosigned.
CREATE TABLE ${schema}.witnessed_log (
  origin_hash CHAR(64) PRIMARY KEY,
  tree_size BIGINT NOT NULL,
  root ${bytes} NOT NULL,
  checkpoint ${text} NOT NULL
);

-- How far each witness of this hub's log is, by its key. claim: the larger tree it says it has cosigned,
-- contradicts: it holds another tree; with either of them the hub signs nothing.
CREATE TABLE ${schema}.witness_mark (
  witness VARCHAR(400) PRIMARY KEY,
  tree_size BIGINT NOT NULL,
  failures INTEGER NOT NULL,
  next_try TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  error VARCHAR(80),
  claim BIGINT NOT NULL,
  contradicts BOOLEAN NOT NULL
);

-- Cosignatures of this hub's checkpoints: from the published one on. note: the checkpoint as the log signed it.
CREATE TABLE ${schema}.cosignature (
  tree_size BIGINT NOT NULL,
  witness VARCHAR(400) NOT NULL,
  note ${text} NOT NULL,
  signature ${text} NOT NULL,
  made TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (tree_size, witness)
);

-- What speaks against a log, with the signed checkpoints that show it. digest: of all but id and time, so that one
-- thing is one alarm.
CREATE TABLE ${schema}.alarm (
  id UUID PRIMARY KEY,
  digest CHAR(64) NOT NULL UNIQUE,
  kind VARCHAR(20) NOT NULL,
  origin VARCHAR(400) NOT NULL,
  witness VARCHAR(400),
  tree_size BIGINT NOT NULL,
  message ${text} NOT NULL,
  held ${text} NOT NULL,
  shown ${text} NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX alarm_at ON ${schema}.alarm (at, id);
