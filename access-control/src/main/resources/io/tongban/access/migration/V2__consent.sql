-- Consents. subject: keyed digest of the person's identifier, as in subject_salt; null while whoever
-- was sent the request may answer it. attributes: resource.column, separated by spaces.
CREATE TABLE ${schema}.consent (
  id UUID PRIMARY KEY,
  subject VARCHAR(64),
  recipient VARCHAR(200) NOT NULL,
  client VARCHAR(200) NOT NULL,
  purpose VARCHAR(200) NOT NULL,
  attributes ${text} NOT NULL,
  requested TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  until TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  given TIMESTAMP(6) WITH TIME ZONE,
  declined TIMESTAMP(6) WITH TIME ZONE,
  withdrawn TIMESTAMP(6) WITH TIME ZONE,
  given_entry UUID,
  withdrawn_entry UUID
);
-- every decision that rests on consent asks this one
CREATE INDEX consent_use ON ${schema}.consent (subject, recipient, purpose, until);
CREATE INDEX consent_subject ON ${schema}.consent (subject, id);
