-- The format a wallet asked for; null while it may still choose among the type's formats.
ALTER TABLE ${schema}.offer ADD COLUMN format VARCHAR(64);
ALTER TABLE ${schema}.wallet_request ADD COLUMN format VARCHAR(64);
