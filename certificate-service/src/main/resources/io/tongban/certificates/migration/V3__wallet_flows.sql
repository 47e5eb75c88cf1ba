-- Copies issued together (OpenID4VCI batches) share a batch; a certificate alone is a batch of one.
ALTER TABLE ${schema}.certificate ADD COLUMN batch UUID;
UPDATE ${schema}.certificate SET batch = id;
ALTER TABLE ${schema}.certificate ALTER COLUMN batch SET NOT NULL;
CREATE INDEX certificate_batch ON ${schema}.certificate (batch);
