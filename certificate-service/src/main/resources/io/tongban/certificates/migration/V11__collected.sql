-- Certificates sealed elsewhere. Metadata and file are sealed; one file is of one certificate. They carry no reference to a
-- status list, so that they take no place in one.
CREATE TABLE ${schema}.collected (
  certificate UUID PRIMARY KEY,
  identifier VARCHAR(100) NOT NULL UNIQUE,
  client VARCHAR(200) NOT NULL,
  media_type VARCHAR(100) NOT NULL,
  sha256 VARCHAR(64) NOT NULL UNIQUE,
  sm3 VARCHAR(64) NOT NULL,
  metadata_sealed ${bytes} NOT NULL,
  file_sealed ${bytes} NOT NULL
);
ALTER TABLE ${schema}.certificate ALTER COLUMN status_list DROP NOT NULL;
ALTER TABLE ${schema}.certificate ALTER COLUMN status_index DROP NOT NULL;
