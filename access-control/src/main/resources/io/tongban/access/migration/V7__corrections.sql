-- Requests to correct a record. What names it or tells of it (key, reasons, case) is sealed under the master key.
-- subject: keyed digest of the person the record is of, if its key names one, as in subject_salt.
-- loaded: the run that had last changed the record when it was asked, null where it is not stored here.
CREATE TABLE ${schema}.correction (
  id UUID PRIMARY KEY,
  resource VARCHAR(200) NOT NULL,
  subject VARCHAR(64),
  field VARCHAR(200),
  provider VARCHAR(200) NOT NULL,
  client VARCHAR(200) NOT NULL,
  department VARCHAR(200) NOT NULL,
  purpose VARCHAR(200) NOT NULL,
  record_key ${bytes} NOT NULL,
  reason ${bytes} NOT NULL,
  case_reference ${bytes},
  loaded UUID,
  requested TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  requested_entry UUID NOT NULL,
  state VARCHAR(20) NOT NULL,
  decided TIMESTAMP(6) WITH TIME ZONE,
  decided_entry UUID,
  decision ${bytes}
);

CREATE INDEX correction_subject ON ${schema}.correction (subject);

-- Whom it concerns: its provider, who asked, and every department that received the record.
CREATE TABLE ${schema}.correction_party (
  department VARCHAR(200) NOT NULL,
  correction UUID NOT NULL REFERENCES ${schema}.correction (id),
  uses BIGINT NOT NULL,
  newest_use UUID,
  acknowledged TIMESTAMP(6) WITH TIME ZONE,
  acknowledged_entry UUID,
  PRIMARY KEY (department, correction)
);
CREATE INDEX correction_party_correction ON ${schema}.correction_party (correction);
