package eu.aifactory.clients.service.settings;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;

/** Has the AI server's address kept as soon as there are tables, for a later start without one. */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AiServerAtStart {
  private static final System.Logger LOG = System.getLogger(AiServerAtStart.class.getName());

  @Inject AiServerAddress server;

  @PostConstruct
  void remember() {
    try {
      server.rememberStart();
    } catch (EJBException e) {
      // Two instances that start at once may meet here. The address given is in force all the same.
      LOG.log(
          Level.WARNING,
          "the AI server''s address of this start is not kept for the next one: {0}",
          e.getMessage());
    }
  }
}
