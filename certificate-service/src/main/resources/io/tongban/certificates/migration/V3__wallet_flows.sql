-- Copies issued together (OpenID4VCI batches) share a batch; a certificate alone is a batch of one.
ALTER TABLE ${schema}.certificate ADD COLUMN batch UUID;
UPDATE ${schema}.certificate SET batch = id;
ALTER TABLE ${schema}.certificate ALTER COLUMN batch SET NOT NULL;
CREATE INDEX certificate_batch ON ${schema}.certificate (batch);

-- Authorization code flow: wallets' pushed requests, and what a holder agreed to as an offer.
CREATE TABLE ${schema}.wallet_request (
  id UUID PRIMARY KEY,
  authority VARCHAR(200) NOT NULL,
  type VARCHAR(200) NOT NULL,
  wallet VARCHAR(500) NOT NULL,
  redirect_uri VARCHAR(1000) NOT NULL,
  state VARCHAR(1000),
  code_challenge VARCHAR(64) NOT NULL,
  dpop_thumbprint VARCHAR(64),
  by_details BOOLEAN NOT NULL,
  offer UUID,
  request_hash VARCHAR(64) NOT NULL UNIQUE,
  ticket_hash VARCHAR(64) UNIQUE,
  stage VARCHAR(16) NOT NULL,
  expires TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX wallet_request_expires ON ${schema}.wallet_request (expires);

ALTER TABLE ${schema}.offer ADD COLUMN wallet VARCHAR(500);
ALTER TABLE ${schema}.offer ADD COLUMN redirect_uri VARCHAR(1000);
ALTER TABLE ${schema}.offer ADD COLUMN code_challenge VARCHAR(64);
ALTER TABLE ${schema}.offer ADD COLUMN by_details BOOLEAN DEFAULT FALSE NOT NULL;

-- A used refresh token stays until it would have expired: its second use ends the family.
CREATE TABLE ${schema}.refresh_token (
  hash VARCHAR(64) PRIMARY KEY,
  offer UUID NOT NULL,
  used BOOLEAN NOT NULL,
  expires TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX refresh_token_offer ON ${schema}.refresh_token (offer);
CREATE INDEX refresh_token_expires ON ${schema}.refresh_token (expires);

-- Deferred issue: the keys it is for, sealed, until its source can be asked.
ALTER TABLE ${schema}.offer ADD COLUMN holder_keys ${bytes};
