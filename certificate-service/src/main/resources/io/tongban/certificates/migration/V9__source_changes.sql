-- Certificates whose source row is looked at while they hold: which subject (sealed), and a keyed
-- digest of the claims; no claims. One line a batch of copies. What has ended is DONE, its parameters
-- erased; noticed is then when it was made to lapse.
CREATE TABLE ${schema}.source_watch (
  batch UUID PRIMARY KEY,
  type VARCHAR(200) NOT NULL,
  offer UUID NOT NULL,
  renewal_offer UUID,
  client VARCHAR(200) NOT NULL,
  department VARCHAR(200) NOT NULL,
  region VARCHAR(64),
  parameters ${bytes},
  claims_digest VARCHAR(64) NOT NULL,
  expires TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  due TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  finding VARCHAR(16) NOT NULL,
  noticed TIMESTAMP(6) WITH TIME ZONE,
  confirmed BOOLEAN DEFAULT FALSE NOT NULL
);
CREATE INDEX source_watch_due ON ${schema}.source_watch (type, due);
CREATE INDEX source_watch_offer ON ${schema}.source_watch (offer);
CREATE INDEX source_watch_renewal ON ${schema}.source_watch (renewal_offer);

-- The stored records a certificate came from, by keyed hash: a load that changes one makes it due.
CREATE TABLE ${schema}.source_watch_row (
  batch UUID NOT NULL,
  row_hash VARCHAR(64) NOT NULL,
  PRIMARY KEY (batch, row_hash)
);
CREATE INDEX source_watch_row_hash ON ${schema}.source_watch_row (row_hash);

-- How far each resource's feed of changes was read.
CREATE TABLE ${schema}.source_feed (
  resource VARCHAR(200) PRIMARY KEY,
  sequence BIGINT NOT NULL
);
