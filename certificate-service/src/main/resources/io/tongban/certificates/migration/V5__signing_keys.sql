-- The keys authorities sign with: type '' signs status lists and metadata, '*' signed certificates of every type before
-- types had keys of their own. chain: base64 DER certificates, leaf first, one a line; the private keys are elsewhere.
CREATE TABLE ${schema}.signing_key (
  id UUID PRIMARY KEY,
  authority VARCHAR(200) NOT NULL,
  type VARCHAR(200) NOT NULL,
  generation INTEGER NOT NULL,
  suite VARCHAR(16) NOT NULL,
  store VARCHAR(16) NOT NULL,
  alias VARCHAR(450) NOT NULL,
  key_hash VARCHAR(64) NOT NULL UNIQUE,
  chain ${text} NOT NULL,
  started TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  retired TIMESTAMP(6) WITH TIME ZONE,
  needed_until TIMESTAMP(6) WITH TIME ZONE,
  withdrawn TIMESTAMP(6) WITH TIME ZONE,
  CONSTRAINT signing_key_generation UNIQUE (authority, type, generation)
);
