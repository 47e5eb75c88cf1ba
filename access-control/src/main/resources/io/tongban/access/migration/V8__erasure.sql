-- What leads from a commitment back to the person, for those who trace an entry's records: the identifier, sealed under
-- the person's salt. Salts from before get theirs at the person's next use.
ALTER TABLE ${schema}.subject_salt ADD COLUMN commitment VARCHAR(64);
ALTER TABLE ${schema}.subject_salt ADD COLUMN identifier ${bytes};
CREATE UNIQUE INDEX subject_salt_commitment ON ${schema}.subject_salt (commitment);

-- Lines of the journal of erasures, which lies outside the database, that were done in this database.
-- entry: the ledger entry, null until it is recorded.
CREATE TABLE ${schema}.erasure (
  number BIGINT PRIMARY KEY,
  done TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  entry UUID
);
