-- Requests for presentations (OpenID4VP). What names people or holds keys is sealed, and erased
-- when the result was read or the request has expired.
CREATE TABLE ${schema}.presentation (
  id UUID PRIMARY KEY,
  client VARCHAR(200) NOT NULL,
  department VARCHAR(200) NOT NULL,
  region VARCHAR(64),
  purpose VARCHAR(200) NOT NULL,
  client_id VARCHAR(100) NOT NULL,
  state VARCHAR(16) NOT NULL,
  asked ${bytes},
  found ${bytes},
  error VARCHAR(64),
  response_code_hash VARCHAR(64),
  created TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  expires TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  received TIMESTAMP(6) WITH TIME ZONE,
  receipt_id UUID
);
CREATE INDEX presentation_expires ON ${schema}.presentation (expires);
