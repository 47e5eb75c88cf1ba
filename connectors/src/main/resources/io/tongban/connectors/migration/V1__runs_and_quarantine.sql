CREATE TABLE ${schema}.run (
  id            UUID PRIMARY KEY,
  connector     VARCHAR(255) NOT NULL,
  resource      VARCHAR(255) NOT NULL,
  state         VARCHAR(16) NOT NULL,
  started       TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  ended         TIMESTAMP(6) WITH TIME ZONE,
  rows_read     BIGINT DEFAULT 0 NOT NULL,
  filtered      BIGINT DEFAULT 0 NOT NULL,
  accepted      BIGINT DEFAULT 0 NOT NULL,
  unchanged     BIGINT DEFAULT 0 NOT NULL,
  quarantined   BIGINT DEFAULT 0 NOT NULL,
  deleted       BIGINT DEFAULT 0 NOT NULL,
  lookups       ${text},
  input_name    VARCHAR(1024),
  input_digest  VARCHAR(64),
  problem       ${text},
  receipt_id    UUID
);
CREATE INDEX run_connector ON ${schema}.run (connector, started);

-- the source row can hold personal data: its readers are role-bound and their look is recorded
CREATE TABLE ${schema}.quarantine (
  run         UUID NOT NULL,
  row_number  BIGINT NOT NULL,
  reason      VARCHAR(64) NOT NULL,
  item        VARCHAR(255),
  message     ${text} NOT NULL,
  source      ${text} NOT NULL,
  PRIMARY KEY (run, row_number)
);
CREATE INDEX quarantine_reason ON ${schema}.quarantine (run, reason);
