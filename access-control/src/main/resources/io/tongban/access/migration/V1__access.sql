-- what was used once: SHA-256 over context and id, so that nothing a client sends is kept
CREATE TABLE ${schema}.used_jti (
  digest VARCHAR(64) NOT NULL PRIMARY KEY,
  until TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX used_jti_until ON ${schema}.used_jti (until);

-- a person's salt: the person under a keyed digest, the salt encrypted
CREATE TABLE ${schema}.subject_salt (
  subject VARCHAR(64) NOT NULL PRIMARY KEY,
  salt ${bytes} NOT NULL,
  made TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
