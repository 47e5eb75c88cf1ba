-- What departments' Callbacks are to be told: WAITING while its event has not happened, PENDING from
-- the transaction that it happens in until DELIVERED or GIVEN_UP. The id is the jti of every try.
-- about: the presentation or correction that it is of. Who raises attempts has the notice until it
-- is due again. The content is sealed, and erased when the notice is settled.
CREATE TABLE ${schema}.notice (
  id UUID PRIMARY KEY,
  about UUID NOT NULL,
  type VARCHAR(200) NOT NULL,
  callback VARCHAR(200) NOT NULL,
  client VARCHAR(200) NOT NULL,
  content ${bytes},
  state VARCHAR(16) NOT NULL,
  outcome VARCHAR(16),
  happened TIMESTAMP(6) WITH TIME ZONE,
  due TIMESTAMP(6) WITH TIME ZONE,
  attempts INTEGER DEFAULT 0 NOT NULL,
  error VARCHAR(64),
  settled TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX notice_due ON ${schema}.notice (due, callback);
CREATE INDEX notice_happened ON ${schema}.notice (happened);
CREATE INDEX notice_about ON ${schema}.notice (about);
