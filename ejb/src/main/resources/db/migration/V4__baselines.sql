-- Results under names. The document is a copy: the group that measured it may be deleted.
CREATE TABLE baseline (
  name         VARCHAR(64) NOT NULL PRIMARY KEY,
  run_id       VARCHAR(26) NOT NULL,
  benchmark_id BIGINT,
  set_at       BIGINT      NOT NULL,
  document     TEXT        NOT NULL
);
