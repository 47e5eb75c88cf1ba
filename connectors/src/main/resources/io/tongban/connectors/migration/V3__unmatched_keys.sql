-- what the crosswalks of a connector's newest run did not know, for people to confirm
CREATE TABLE ${schema}.unmatched (
  connector   VARCHAR(255) NOT NULL,
  crosswalk   VARCHAR(255) NOT NULL,
  source_key  VARCHAR(400) NOT NULL,
  row_count   BIGINT NOT NULL,
  run         UUID NOT NULL,
  PRIMARY KEY (connector, crosswalk, source_key)
);
CREATE INDEX unmatched_crosswalk ON ${schema}.unmatched (crosswalk);
