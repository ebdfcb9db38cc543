-- Blocks of records of single requests, as agents deliver them. BYTEA is known to H2, too, which
-- gives it a megabyte at most: more than a block has.
CREATE TABLE record_block (
  run_id     VARCHAR(26)  NOT NULL,
  agent      VARCHAR(200) NOT NULL,
  number     INTEGER      NOT NULL,
  records    INTEGER      NOT NULL,
  size_bytes INTEGER      NOT NULL,
  body       BYTEA        NOT NULL,
  PRIMARY KEY (run_id, agent, number)
);

-- An agent has delivered all its blocks of a run.
CREATE TABLE records_end (
  run_id VARCHAR(26)  NOT NULL,
  agent  VARCHAR(200) NOT NULL,
  body   TEXT         NOT NULL,
  PRIMARY KEY (run_id, agent)
);
