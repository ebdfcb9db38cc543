-- Histograms in Base64 get no smaller. PostgreSQL would try with each: 0.1 ms of processor a snapshot.
ALTER TABLE snapshot_part ALTER COLUMN body SET ${never_compressed};
