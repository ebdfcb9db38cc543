package eu.aifactory.clients.agent.observer;

/** Hears how runs fare. Called by the run's own threads: must return at once and never throw. */
public interface ClientObserver {
  void update(RunUpdate data);
}
