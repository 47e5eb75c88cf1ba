-- the ledger entries of asking and declining; what was asked before has none
ALTER TABLE ${schema}.consent ADD COLUMN requested_entry UUID;
ALTER TABLE ${schema}.consent ADD COLUMN declined_entry UUID;
