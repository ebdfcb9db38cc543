-- Which instance works on a group, and how often that has changed: an owner writes only as long as
-- its epoch is the newest. Groups that are there already belong to whoever asks first.
CREATE TABLE group_lease (
  group_pk   BIGINT       NOT NULL PRIMARY KEY REFERENCES client_group (pk) ON DELETE CASCADE,
  owner      VARCHAR(255) NOT NULL,
  epoch      BIGINT       NOT NULL,
  expires_at BIGINT       NOT NULL
);
INSERT INTO group_lease (group_pk, owner, epoch, expires_at)
  SELECT pk, '', 0, 0 FROM client_group;

ALTER TABLE job_attempt ADD COLUMN lease_epoch BIGINT DEFAULT 0 NOT NULL;
