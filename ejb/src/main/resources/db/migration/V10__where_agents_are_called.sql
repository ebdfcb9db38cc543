-- Where an agent is called, looked up and checked when it registered; empty where it is not called
-- at all. NULL, which older instances store, stands for the address that it announced.
ALTER TABLE agent ADD COLUMN call_address VARCHAR(500);
