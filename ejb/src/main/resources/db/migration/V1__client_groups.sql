-- Works on H2 and PostgreSQL alike. Instants are milliseconds since the epoch.

-- EclipseLink takes what it gets for the last number of a block of 50.
CREATE SEQUENCE aif_seq START WITH 50 INCREMENT BY 50;

-- One row a generation of a benchmark id. live_benchmark_id is the id while the group can be asked
-- for and NULL once it was deleted, so that the id can be used again while the old job still ends.
CREATE TABLE client_group (
  pk                 BIGINT       NOT NULL PRIMARY KEY,
  version            BIGINT       NOT NULL,
  benchmark_id       BIGINT       NOT NULL,
  live_benchmark_id  BIGINT       UNIQUE,
  num_clients        INTEGER      NOT NULL,
  num_agents         INTEGER      NOT NULL,
  time_limit_minutes INTEGER      NOT NULL,
  workload           TEXT         NOT NULL,
  owner              VARCHAR(255),
  state              VARCHAR(20)  NOT NULL,
  state_since        BIGINT       NOT NULL,
  reason             TEXT,
  desired            VARCHAR(20)  NOT NULL,
  created_at         BIGINT       NOT NULL,
  deadline           BIGINT,
  ai_service         TEXT,
  correlation_id     VARCHAR(64)
);
CREATE INDEX client_group_state ON client_group (state);
CREATE INDEX client_group_created ON client_group (created_at);

CREATE TABLE job_attempt (
  pk           BIGINT       NOT NULL PRIMARY KEY,
  version      BIGINT       NOT NULL,
  group_pk     BIGINT       NOT NULL REFERENCES client_group (pk),
  number       INTEGER      NOT NULL,
  dispatcher   VARCHAR(40)  NOT NULL,
  job_name     VARCHAR(100) NOT NULL,
  nonce        VARCHAR(64)  NOT NULL,
  job_id       VARCHAR(100),
  state        VARCHAR(20)  NOT NULL,
  job_state    VARCHAR(100),
  job_reason   TEXT,
  submitted_at BIGINT       NOT NULL,
  UNIQUE (group_pk, number)
);

CREATE TABLE agent (
  pk              BIGINT       NOT NULL PRIMARY KEY,
  version         BIGINT       NOT NULL,
  group_pk        BIGINT       NOT NULL REFERENCES client_group (pk),
  name            VARCHAR(200) NOT NULL,
  agent_rank      INTEGER      NOT NULL,
  address         VARCHAR(500) NOT NULL,
  node            VARCHAR(255),
  state           VARCHAR(20)  NOT NULL,
  num_clients     INTEGER      NOT NULL,
  registered_at   BIGINT       NOT NULL,
  last_heartbeat  BIGINT       NOT NULL,
  clock_offset_ms DOUBLE PRECISION,
  UNIQUE (group_pk, name)
);

CREATE TABLE run (
  pk             BIGINT      NOT NULL PRIMARY KEY,
  version        BIGINT      NOT NULL,
  run_id         VARCHAR(26) NOT NULL UNIQUE,
  group_pk       BIGINT      NOT NULL REFERENCES client_group (pk),
  state          VARCHAR(20) NOT NULL,
  server_addr    VARCHAR(500) NOT NULL,
  workload       TEXT        NOT NULL,
  ai_service     TEXT,
  started_at     BIGINT      NOT NULL,
  start_at       BIGINT,
  ended_at       BIGINT,
  verdict        VARCHAR(20),
  reason         TEXT,
  correlation_id VARCHAR(64)
);
CREATE INDEX run_group ON run (group_pk);

CREATE TABLE run_participant (
  pk         BIGINT       NOT NULL PRIMARY KEY,
  version    BIGINT       NOT NULL,
  run_pk     BIGINT       NOT NULL REFERENCES run (pk),
  agent      VARCHAR(200) NOT NULL,
  agent_rank INTEGER      NOT NULL,
  state      VARCHAR(20)  NOT NULL,
  reason     TEXT,
  UNIQUE (run_pk, agent)
);

-- What each agent counted, a row an interval: the key is what makes each count once.
CREATE TABLE snapshot_part (
  run_id   VARCHAR(26)  NOT NULL,
  agent    VARCHAR(200) NOT NULL,
  sequence BIGINT       NOT NULL,
  body     TEXT         NOT NULL,
  PRIMARY KEY (run_id, agent, sequence)
);

CREATE TABLE run_result (
  run_id   VARCHAR(26) NOT NULL PRIMARY KEY,
  document TEXT        NOT NULL
);

CREATE TABLE group_event (
  pk             BIGINT       NOT NULL PRIMARY KEY,
  group_pk       BIGINT       NOT NULL,
  benchmark_id   BIGINT       NOT NULL,
  at             BIGINT       NOT NULL,
  kind           VARCHAR(40)  NOT NULL,
  detail         TEXT,
  correlation_id VARCHAR(64)
);
CREATE INDEX group_event_group ON group_event (group_pk);

-- group_pk is NULL for an observer of every group.
CREATE TABLE observer (
  pk         BIGINT       NOT NULL PRIMARY KEY,
  group_pk   BIGINT,
  ip_address VARCHAR(255) NOT NULL,
  port       INTEGER      NOT NULL,
  frequency  VARCHAR(20),
  format     VARCHAR(20)  NOT NULL
);

CREATE TABLE setting (
  name          VARCHAR(100) NOT NULL PRIMARY KEY,
  setting_value TEXT
);
