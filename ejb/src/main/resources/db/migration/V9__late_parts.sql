-- Parts that came when the run's result was made: kept, and in no figure.
ALTER TABLE snapshot_part ADD COLUMN late BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE run ADD COLUMN late_parts INTEGER DEFAULT 0 NOT NULL;
