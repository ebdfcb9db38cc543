-- What becomes of a run that loses an agent. The default is what came of it before one could choose,
-- and what an older instance, which does not name the column, stores.
ALTER TABLE client_group
  ADD COLUMN on_agent_lost VARCHAR(20) DEFAULT 'CONTINUE_PARTIAL' NOT NULL;
