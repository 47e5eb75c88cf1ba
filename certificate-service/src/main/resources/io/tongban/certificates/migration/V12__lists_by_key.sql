-- A list is signed with the key of the certificates in it (SHA-256 of its SubjectPublicKeyInfo, hex). Lists from before
-- have none: their places belong to several types, they take no more, and the key of lists and metadata signs them.
ALTER TABLE ${schema}.status_list ADD COLUMN key_hash VARCHAR(64);
