-- Telling a department's Callback that a presentation has ended: WAITING while it goes on, PENDING
-- from its end, in the same transaction, until DELIVERED or GIVEN_UP. The id is the jti of every
-- try. Who raises attempts has the notice until it is due again. The case is sealed, and erased
-- when the notice is settled; the line goes with its presentation.
CREATE TABLE ${schema}.presentation_notice (
  presentation UUID PRIMARY KEY REFERENCES ${schema}.presentation (id) ON DELETE CASCADE,
  id UUID NOT NULL,
  callback VARCHAR(200) NOT NULL,
  client VARCHAR(200) NOT NULL,
  case_reference ${bytes},
  state VARCHAR(16) NOT NULL,
  outcome VARCHAR(16),
  ended TIMESTAMP(6) WITH TIME ZONE,
  due TIMESTAMP(6) WITH TIME ZONE,
  attempts INTEGER DEFAULT 0 NOT NULL,
  error VARCHAR(64),
  settled TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX presentation_notice_due ON ${schema}.presentation_notice (due, callback);
