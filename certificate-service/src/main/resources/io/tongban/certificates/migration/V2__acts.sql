-- The act of law that last decided over a certificate takes the place of its bare status, and every
-- act is kept with its time; the reason is sealed, since it may name people. Of changes made before,
-- only the outcome is known here: their reasons are in the ledger's entries.
ALTER TABLE ${schema}.certificate ADD COLUMN act VARCHAR(16) DEFAULT 'ISSUED' NOT NULL;
ALTER TABLE ${schema}.certificate ADD COLUMN acts INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE ${schema}.certificate ADD COLUMN predecessor UUID;

CREATE TABLE ${schema}.certificate_act (
  certificate UUID NOT NULL,
  ordinal INTEGER NOT NULL,
  act VARCHAR(16) NOT NULL,
  act_date DATE,
  legal_basis VARCHAR(200),
  reason_sealed ${bytes},
  successor UUID,
  recorded TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  receipt_id UUID,
  PRIMARY KEY (certificate, ordinal)
);

INSERT INTO ${schema}.certificate_act (certificate, ordinal, act, recorded)
  SELECT id, 1, status, CURRENT_TIMESTAMP FROM ${schema}.certificate WHERE status <> 'VALID';
UPDATE ${schema}.certificate SET act = status, acts = 1 WHERE status <> 'VALID';
ALTER TABLE ${schema}.certificate DROP COLUMN status;
ALTER TABLE ${schema}.certificate DROP COLUMN reason;
