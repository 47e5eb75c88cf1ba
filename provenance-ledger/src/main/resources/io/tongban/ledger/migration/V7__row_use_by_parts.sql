-- Which entries name a record, by parts of the log of 131,072 entries: keyed hashes are scattered over a whole tree, and
-- what is added to a tree of the newest part touches few pages, however long the log is. It is derived from the sealed
-- manifests and is made anew.
DROP TABLE ${schema}.row_use;
CREATE TABLE ${schema}.row_use (
  part BIGINT NOT NULL,
  hmac ${bytes} NOT NULL,
  entry_index BIGINT NOT NULL,
  PRIMARY KEY (part, hmac, entry_index)
);
UPDATE ${schema}.row_index SET upto = 0;
