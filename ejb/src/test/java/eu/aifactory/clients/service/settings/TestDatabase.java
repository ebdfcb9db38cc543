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
    factory =
        Persistence.createEntityManagerFactory(
            "aif-by-hand", Map.of("jakarta.persistence.nonJtaDataSource", database));
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
    EntityManager outer = current.get();
    EntityManager own = factory.createEntityManager();
    current.set(own);
    try {
      own.getTransaction().begin();
      T result = work.get();
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
