-- Codes of code lists, replaced whole with every change of a list.
CREATE TABLE ${schema}.code (
  list VARCHAR(200) NOT NULL,
  position INTEGER NOT NULL,
  code VARCHAR(200) NOT NULL,
  label_zh ${text} NOT NULL,
  label_en ${text} NOT NULL,
  parents ${text} NOT NULL,
  valid_from DATE,
  valid_to DATE,
  successors ${text} NOT NULL,
  PRIMARY KEY (list, position)
);
CREATE INDEX code_by_code ON ${schema}.code (list, code);

-- One row a table of standard records; locked by the load that is under way.
CREATE TABLE ${schema}.record_table (
  name VARCHAR(63) PRIMARY KEY,
  resource VARCHAR(200) NOT NULL,
  major_version INTEGER NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

-- The change feed of standard records.
CREATE TABLE ${schema}.change (
  sequence BIGINT GENERATED ALWAYS AS IDENTITY,
  resource VARCHAR(200) NOT NULL,
  record_key ${text} NOT NULL,
  outcome VARCHAR(10) NOT NULL,
  deleted BOOLEAN NOT NULL,
  run UUID NOT NULL,
  changed_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (resource, sequence)
);

CREATE SCHEMA IF NOT EXISTS "records";
