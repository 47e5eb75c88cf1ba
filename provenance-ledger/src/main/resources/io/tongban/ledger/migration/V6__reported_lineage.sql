-- Runs that other tools report (OpenLineage). state: what was told so far, merged, as JSON; lineage_run is made of it.
CREATE TABLE ${schema}.reported_run (
  run UUID PRIMARY KEY,
  reporter VARCHAR(200) NOT NULL,
  job VARCHAR(400) NOT NULL,
  events INTEGER NOT NULL,
  state ${text} NOT NULL
);

-- The events as they came. digest: SHA-256 of the canonical JSON, so that one event counts once. entry: in the ledger.
CREATE TABLE ${schema}.reported_event (
  run UUID NOT NULL REFERENCES ${schema}.reported_run (run),
  digest CHAR(64) NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  entry UUID NOT NULL,
  body ${text} NOT NULL,
  PRIMARY KEY (run, digest)
);

-- Other names of datasets (the facet symlinks): dataset is the hub's own name.
CREATE TABLE ${schema}.lineage_alias (
  alias VARCHAR(400) PRIMARY KEY,
  dataset VARCHAR(400) NOT NULL,
  reporter VARCHAR(200) NOT NULL
);
CREATE INDEX lineage_alias_dataset ON ${schema}.lineage_alias (dataset);

-- A run that goes on does not take the place of the job's last one in the graph.
ALTER TABLE ${schema}.lineage_run ADD COLUMN running BOOLEAN DEFAULT FALSE NOT NULL;
