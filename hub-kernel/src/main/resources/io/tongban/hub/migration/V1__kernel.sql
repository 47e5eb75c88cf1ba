-- one row: the version of everything declared; applying locks it
CREATE TABLE ${schema}.catalogue (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL
);
INSERT INTO ${schema}.catalogue (id, version) VALUES (1, 0);

CREATE TABLE ${schema}.definition (
  kind VARCHAR(60) NOT NULL,
  name VARCHAR(100) NOT NULL,
  version BIGINT NOT NULL,
  digest VARCHAR(64) NOT NULL,
  document ${text} NOT NULL,
  applied_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  catalogue_version BIGINT NOT NULL,
  PRIMARY KEY (kind, name)
);

CREATE TABLE ${schema}.definition_version (
  kind VARCHAR(60) NOT NULL,
  name VARCHAR(100) NOT NULL,
  version BIGINT NOT NULL,
  digest VARCHAR(64) NOT NULL,
  document ${text} NOT NULL,
  applied_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  catalogue_version BIGINT NOT NULL,
  PRIMARY KEY (kind, name, version)
);

CREATE TABLE ${schema}.lease (
  name VARCHAR(300) PRIMARY KEY,
  token UUID NOT NULL,
  held_until TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

-- queued_key and running_key are null but in their state: their uniqueness is what keeps
-- a key to one queued and one running job, among all nodes
CREATE TABLE ${schema}.job (
  id UUID PRIMARY KEY,
  type VARCHAR(100) NOT NULL,
  job_key VARCHAR(300) NOT NULL,
  state VARCHAR(10) NOT NULL,
  payload ${text} NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  result ${text},
  problem ${text},
  submitted TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  started TIMESTAMP(6) WITH TIME ZONE,
  ended TIMESTAMP(6) WITH TIME ZONE,
  queued_key VARCHAR(401) UNIQUE,
  running_key VARCHAR(401) UNIQUE,
  node VARCHAR(100),
  held_until TIMESTAMP(6) WITH TIME ZONE,
  attempts INTEGER NOT NULL
);
CREATE INDEX job_open ON ${schema}.job (state, submitted);
