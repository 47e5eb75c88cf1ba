-- Whose certificates they are, so that holders find their own: a keyed hash of the identifier that
-- their sign-in tells. Certificates issued before are not found.
CREATE TABLE ${schema}.holding (
  batch UUID PRIMARY KEY,
  holder_hash VARCHAR(64) NOT NULL
);
CREATE INDEX holding_holder ON ${schema}.holding (holder_hash);

-- Showing face to face. The holder's identifier is sealed and goes with the row when it is over.
CREATE TABLE ${schema}.showing (
  id UUID PRIMARY KEY,
  certificate UUID NOT NULL,
  holder_hash VARCHAR(64) NOT NULL,
  holder_sealed ${bytes} NOT NULL,
  claims VARCHAR(8000) NOT NULL,
  expires TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX showing_expires ON ${schema}.showing (expires);

-- Codes as keyed hashes; used says that it was redeemed, and by whom.
CREATE TABLE ${schema}.show_code (
  hash VARCHAR(64) PRIMARY KEY,
  showing UUID NOT NULL,
  expires TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  used TIMESTAMP(6) WITH TIME ZONE,
  department VARCHAR(200)
);
CREATE INDEX show_code_showing ON ${schema}.show_code (showing);

-- Codes on prints; wrong counts the numbers that did not match.
CREATE TABLE ${schema}.print_code (
  hash VARCHAR(64) PRIMARY KEY,
  certificate UUID NOT NULL,
  created TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  wrong INTEGER NOT NULL
);

-- What holders let service items use. The identifier is sealed, and erased at the end.
CREATE TABLE ${schema}.certificate_use (
  id UUID PRIMARY KEY,
  item VARCHAR(200) NOT NULL,
  department VARCHAR(200) NOT NULL,
  client VARCHAR(200) NOT NULL,
  purpose VARCHAR(200) NOT NULL,
  needs VARCHAR(8000) NOT NULL,
  holder_hash VARCHAR(64) NOT NULL,
  holder_sealed ${bytes},
  given TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  ends TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  withdrawn TIMESTAMP(6) WITH TIME ZONE,
  given_entry UUID NOT NULL,
  withdrawn_entry UUID
);
CREATE INDEX certificate_use_holder ON ${schema}.certificate_use (holder_hash, id);
CREATE INDEX certificate_use_item ON ${schema}.certificate_use (item, id);
