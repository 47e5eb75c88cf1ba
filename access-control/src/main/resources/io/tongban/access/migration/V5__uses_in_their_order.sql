-- H2 serves one node, which holds in memory what is in here: rows are appended in their order and nothing is looked up,
-- since an index over scattered digests costs a page a row. Row 0 says up to when uses were forgotten.
${onlyH2}ALTER TABLE ${schema}.used_jti RENAME TO used_jti_before;
${onlyH2}DROP INDEX ${schema}.used_jti_until;
${onlyH2}CREATE TABLE ${schema}.used_jti (number BIGINT PRIMARY KEY, digest VARCHAR(64) NOT NULL, until TIMESTAMP(6) WITH TIME ZONE NOT NULL);
${onlyH2}INSERT INTO ${schema}.used_jti VALUES (0, '', TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00:00');
${onlyH2}INSERT INTO ${schema}.used_jti SELECT ROW_NUMBER() OVER (ORDER BY until), digest, until FROM ${schema}.used_jti_before;
${onlyH2}DROP TABLE ${schema}.used_jti_before;
SELECT 1;
