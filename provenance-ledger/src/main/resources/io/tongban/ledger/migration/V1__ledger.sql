-- The one signed tree head. It moves by compare-and-swap on (tree_size, root), so two writers cannot fork the log.
CREATE TABLE ${schema}.tree_head (
  log SMALLINT PRIMARY KEY,
  tree_size BIGINT NOT NULL,
  root ${bytes} NOT NULL,
  checkpoint ${text} NOT NULL
);

-- leaf: the logged bytes; manifest: AES-256-GCM with the leaf as additional data. The other columns
-- repeat the leaf so that entries can be filtered; fsck compares them.
CREATE TABLE ${schema}.entry (
  entry_index BIGINT PRIMARY KEY,
  id UUID NOT NULL,
  type VARCHAR(40) NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  actor VARCHAR(200) NOT NULL,
  leaf ${bytes} NOT NULL,
  manifest ${bytes} NOT NULL
);
CREATE UNIQUE INDEX entry_id ON ${schema}.entry (id);
CREATE INDEX entry_type ON ${schema}.entry (type, entry_index);
CREATE INDEX entry_actor ON ${schema}.entry (actor, entry_index);

-- C2SP tlog-tiles: up to 256 hashes; a partial tile is a prefix of its row, which only grows.
CREATE TABLE ${schema}.tile (
  tile_level SMALLINT NOT NULL,
  tile_number BIGINT NOT NULL,
  hashes ${bytes} NOT NULL,
  PRIMARY KEY (tile_level, tile_number)
);

-- Which entries name a record; the record is a keyed hash, so a copy of the table tells nobody whom.
CREATE TABLE ${schema}.row_use (
  hmac ${bytes} NOT NULL,
  entry_index BIGINT NOT NULL,
  PRIMARY KEY (hmac, entry_index)
);

-- Runs of jobs. detail: the LineageRun as JSON.
CREATE TABLE ${schema}.lineage_run (
  id UUID PRIMARY KEY,
  job VARCHAR(400) NOT NULL,
  started TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  detail ${text} NOT NULL
);
CREATE INDEX lineage_run_job ON ${schema}.lineage_run (job, started, id);
CREATE INDEX lineage_run_started ON ${schema}.lineage_run (started, id);

-- What each job's newest run read (direction I) and wrote (O).
CREATE TABLE ${schema}.lineage_edge (
  job VARCHAR(400) NOT NULL,
  direction CHAR(1) NOT NULL,
  dataset VARCHAR(400) NOT NULL,
  run UUID NOT NULL,
  PRIMARY KEY (job, direction, dataset)
);
CREATE INDEX lineage_edge_dataset ON ${schema}.lineage_edge (dataset);

-- Outbox of transactions to a chain: signed once, stored, then sent; the same bytes are sent again.
-- One sender takes each nonce once, also with several hub nodes.
CREATE TABLE ${schema}.anchor (
  id UUID PRIMARY KEY,
  kind VARCHAR(10) NOT NULL,
  chain_id BIGINT NOT NULL,
  genesis VARCHAR(80) NOT NULL,
  sender VARCHAR(60) NOT NULL,
  nonce BIGINT NOT NULL,
  contract VARCHAR(60) NOT NULL,
  tree_size BIGINT NOT NULL,
  root ${bytes} NOT NULL,
  raw ${text} NOT NULL,
  transaction_hash VARCHAR(80) NOT NULL,
  state VARCHAR(20) NOT NULL,
  block_number BIGINT,
  block_hash VARCHAR(80),
  made TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  UNIQUE (chain_id, genesis, sender, nonce)
);
