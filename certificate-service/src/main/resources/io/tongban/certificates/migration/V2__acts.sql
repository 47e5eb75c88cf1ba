-- The act of law that last decided over a certificate takes the place of its bare status, and every
-- act is kept with its time; the reason is sealed, since it may name people. Of changes made before,
-- only the outcome is known here: their reasons are in the ledger's entries.
ALTER TABLE ${schema}.certificate ADD COLUMN act VARCHAR(16) DEFAULT 'ISSUED' NOT NULL;
ALTER TABLE ${schema}.certificate ADD COLUMN acts INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE ${schema}.certificate ADD COLUMN predecessor UUID;

-- batch: the first of the copies that were issued together, which an act is done to all alike
CREATE TABLE ${schema}.certificate_act (
  batch UUID NOT NULL,
  ordinal INTEGER NOT NULL,
  act VARCHAR(16) NOT NULL,
  act_date DATE,
  legal_basis VARCHAR(200),
  reason_sealed ${bytes},
  successor UUID,
  recorded TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  receipt_id UUID,
  PRIMARY KEY (batch, ordinal)
);

INSERT INTO ${schema}.certificate_act (batch, ordinal, act, recorded)
  SELECT id, 1, status, CURRENT_TIMESTAMP FROM ${schema}.certificate WHERE status <> 'VALID';
UPDATE ${schema}.certificate SET act = status, acts = 1 WHERE status <> 'VALID';
ALTER TABLE ${schema}.certificate DROP COLUMN status;
ALTER TABLE ${schema}.certificate DROP COLUMN reason;

-- National identifiers: a number keeps its serial, each offer of it takes the next version.
ALTER TABLE ${schema}.certificate ADD COLUMN identifier VARCHAR(100);
CREATE TABLE ${schema}.identifier (
  offer UUID PRIMARY KEY,
  type_code VARCHAR(32) NOT NULL,
  issuer_code VARCHAR(32) NOT NULL,
  number_hash VARCHAR(64) NOT NULL,
  serial BIGINT NOT NULL,
  version INTEGER NOT NULL,
  CONSTRAINT identifier_version UNIQUE (type_code, issuer_code, serial, version)
);
CREATE INDEX identifier_number ON ${schema}.identifier (number_hash, version);

-- A list has its width, and tells the status at past times as far back as acts were kept.
ALTER TABLE ${schema}.status_list ADD COLUMN bits INTEGER DEFAULT 2 NOT NULL;
ALTER TABLE ${schema}.status_list ADD COLUMN history_from TIMESTAMP(6) WITH TIME ZONE;
UPDATE ${schema}.status_list SET history_from = CURRENT_TIMESTAMP;
