-- A sweep or search goes from stage to stage by what all agents measured, and conditions end a load
-- by what all of it shows: what was decided is here, so that it is decided once.
ALTER TABLE run_participant ADD COLUMN stage INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE run_participant ADD COLUMN stage_ready BOOLEAN DEFAULT FALSE NOT NULL;

-- From stage 1 on; without a rate there is no such stage, and the load is over.
CREATE TABLE run_stage (
  pk       BIGINT  NOT NULL PRIMARY KEY,
  version  BIGINT  NOT NULL,
  run_pk   BIGINT  NOT NULL REFERENCES run (pk),
  number   INTEGER NOT NULL,
  rate     DOUBLE PRECISION,
  start_at BIGINT,
  UNIQUE (run_pk, number)
);

CREATE TABLE run_ending (
  pk             BIGINT  NOT NULL PRIMARY KEY,
  run_pk         BIGINT  NOT NULL REFERENCES run (pk),
  series         INTEGER NOT NULL,
  reason         TEXT    NOT NULL,
  over_saturated BOOLEAN NOT NULL,
  UNIQUE (run_pk, series)
);

-- How the load stood, four rows a second and agent; those that are not looked at any more go.
CREATE TABLE load_sample (
  run_id         VARCHAR(26)      NOT NULL,
  agent          VARCHAR(200)     NOT NULL,
  series         INTEGER          NOT NULL,
  tick           BIGINT           NOT NULL,
  stage          INTEGER          NOT NULL,
  arriving       INTEGER          NOT NULL,
  intended       BIGINT           NOT NULL,
  succeeded      BIGINT           NOT NULL,
  failed         BIGINT           NOT NULL,
  answer_seconds DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (run_id, agent, series, tick)
);
