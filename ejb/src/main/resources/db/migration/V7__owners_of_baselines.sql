-- Whose baseline it is; NULL for those of before anybody had to say who they are: an admin's.
ALTER TABLE baseline ADD COLUMN owner VARCHAR(255);
