-- What a group's job asks of the cluster, and what an operator keeps of Slurm's configuration in the
-- database.
ALTER TABLE client_group ADD COLUMN job_options TEXT;

CREATE TABLE slurm_config (
  name         VARCHAR(60) NOT NULL PRIMARY KEY,
  config_value TEXT
);
