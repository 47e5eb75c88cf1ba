-- Offers of the pre-authorised code flow. Codes and tokens only as hashes, parameters sealed and
-- erased once the certificate is issued.
CREATE TABLE ${schema}.offer (
  id UUID PRIMARY KEY,
  type VARCHAR(200) NOT NULL,
  authority VARCHAR(200) NOT NULL,
  client VARCHAR(200) NOT NULL,
  department VARCHAR(200) NOT NULL,
  region VARCHAR(64),
  code_hash VARCHAR(64) NOT NULL UNIQUE,
  transaction_hash VARCHAR(64),
  tries INTEGER NOT NULL,
  parameters ${bytes},
  state VARCHAR(16) NOT NULL,
  created TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  expires TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  token_hash VARCHAR(64) UNIQUE,
  token_expires TIMESTAMP(6) WITH TIME ZONE,
  dpop_thumbprint VARCHAR(64),
  certificate UUID,
  notified VARCHAR(32)
);
CREATE INDEX offer_expires ON ${schema}.offer (expires);

CREATE TABLE ${schema}.status_list (
  id UUID PRIMARY KEY,
  authority VARCHAR(200) NOT NULL,
  used INTEGER NOT NULL,
  capacity INTEGER NOT NULL,
  version BIGINT NOT NULL,
  created TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX status_list_authority ON ${schema}.status_list (authority, created);

-- A certificate without a receipt was never released.
CREATE TABLE ${schema}.certificate (
  id UUID PRIMARY KEY,
  type VARCHAR(200) NOT NULL,
  authority VARCHAR(200) NOT NULL,
  number_hash VARCHAR(64) NOT NULL,
  number_sealed ${bytes} NOT NULL,
  status VARCHAR(16) NOT NULL,
  reason VARCHAR(1000),
  issued TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  expires TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  status_list UUID NOT NULL,
  status_index INTEGER NOT NULL,
  receipt_id UUID,
  CONSTRAINT certificate_status_index UNIQUE (status_list, status_index)
);
CREATE INDEX certificate_number ON ${schema}.certificate (number_hash);
CREATE INDEX certificate_type ON ${schema}.certificate (type, id);

-- Nonces and proof identifiers that were used: the second use fails on the primary key.
CREATE TABLE ${schema}.used_once (
  hash VARCHAR(64) PRIMARY KEY,
  expires TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX used_once_expires ON ${schema}.used_once (expires);

CREATE TABLE ${schema}.x509 (
  name VARCHAR(250) PRIMARY KEY,
  der ${bytes} NOT NULL,
  not_after TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
