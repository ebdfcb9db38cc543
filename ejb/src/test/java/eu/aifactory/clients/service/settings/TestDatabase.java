package eu.aifactory.clients.service.settings;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The service's tables in memory, and its beans' entity manager without a server: each transaction
 * has a persistence context of its own, as in the container. Thread-safe.
 */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final JdbcDataSource database = new JdbcDataSource();
  private final EntityManagerFactory factory;
  private final ThreadLocal<EntityManager> current = new ThreadLocal<>();

  public TestDatabase() {
    database.setURL(
        "jdbc:h2:mem:by-hand-%d;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000"
            .formatted(COUNT.incrementAndGet()));
    SchemaMigration.migrate(database);
    // Connections and statements are kept, as a server keeps them: making them anew costs more than
    // what most of them do.
    factory =
        Persistence.createEntityManagerFactory(
            "aif-by-hand",
            Map.of(
                "jakarta.persistence.jdbc.url", database.getURL(),
                "jakarta.persistence.jdbc.user", "",
                "jakarta.persistence.jdbc.password", "",
                "eclipselink.jdbc.cache-statements", "true",
                "eclipselink.jdbc.cache-statements.size", "300"));
  }

  /** As the container gives it to what asks without entities. */
  public DataSource dataSource() {
    return database;
  }

  /** Gives a bean what the container would inject. */
  public <T> T wired(T bean) {
    set(bean, "entities", transactional());
    return bean;
  }

  public static void set(Object bean, String name, Object value) {
    try {
      Field field = bean.getClass().getDeclaredField(name);
      field.setAccessible(true);
      field.set(bean, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A transaction of its own: committed when the work returns, rolled back when it throws. */
  public <T> T inTransaction(Supplier<T> work) {
    try {
      return inTransactionOf(work::get);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a supplier throws nothing else", e);
    }
  }

  /** Work that may throw anything. */
  @FunctionalInterface
  public interface Work<T> {
    T doIt() throws Throwable;
  }

  /** As {@link #inTransaction(Supplier)}. */
  <T> T inTransactionOf(Work<T> work) throws Throwable {
    EntityManager outer = current.get();
    EntityManager own = factory.createEntityManager();
    current.set(own);
    try {
      own.getTransaction().begin();
      T result = work.doIt();
      own.getTransaction().commit();
      return result;
    } finally {
      if (own.getTransaction().isActive()) {
        own.getTransaction().rollback();
      }
      own.close();
      current.set(outer);
    }
  }

  /** Whether this thread has a transaction under way. */
  public boolean isInTransaction() {
    return current.get() != null;
  }

  /** The transaction that is under way cannot be committed any more. */
  void rollBackOnly() {
    current.get().getTransaction().setRollbackOnly();
  }

  public void inTransaction(Runnable work) {
    inTransaction(
        () -> {
          work.run();
          return true;
        });
  }

  /** Executes statements, committed together. */
  public void execute(String... statements) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private EntityManager transactional() {
    return (EntityManager)
        Proxy.newProxyInstance(
            EntityManager.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(current.get(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public void close() {
    factory.close();
  }
}
