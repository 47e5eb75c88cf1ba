-- bearer tokens for JDBC, by the SHA-256 of the token: who reads the table can use none of them
CREATE TABLE ${schema}.bearer_token (
  digest VARCHAR(64) NOT NULL PRIMARY KEY,
  id UUID NOT NULL UNIQUE,
  client VARCHAR(200) NOT NULL,
  until TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  ends TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX bearer_token_client ON ${schema}.bearer_token (client);
CREATE INDEX bearer_token_until ON ${schema}.bearer_token (until);
