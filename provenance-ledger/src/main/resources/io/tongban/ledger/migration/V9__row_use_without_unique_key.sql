-- Each use is written once, under the lock of row_index; to look first whether it is there took a third of the time.
-- The check of the log compares the sums of both sides, and so finds a use that is there twice. Made anew.
DROP TABLE ${schema}.row_use;
CREATE TABLE ${schema}.row_use (
  part BIGINT NOT NULL,
  hmac ${bytes} NOT NULL,
  entry_index BIGINT NOT NULL
);
CREATE INDEX row_use_row ON ${schema}.row_use (part, hmac, entry_index);
UPDATE ${schema}.row_index SET upto = 0;
