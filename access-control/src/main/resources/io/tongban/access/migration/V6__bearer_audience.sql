-- what a bearer token is good for: a name of BearerTokens.Audience
ALTER TABLE ${schema}.bearer_token ADD COLUMN audience VARCHAR(20) DEFAULT 'JDBC' NOT NULL;
