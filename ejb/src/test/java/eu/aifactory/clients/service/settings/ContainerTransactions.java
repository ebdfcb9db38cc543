package eu.aifactory.clients.service.settings;

import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.isVirtual;
import static net.bytebuddy.matcher.ElementMatchers.not;

import jakarta.ejb.ApplicationException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.transaction.Transactional;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.InvocationHandlerAdapter;

/**
 * Puts around the service's beans what the container puts there: each call joins a transaction,
 * begins one or has none, as the bean's own annotations say. Thread-safe.
 */
public final class ContainerTransactions {
  private static final String HANDLER = "handler";
  private static final Map<Class<?>, Constructor<?>> PROXIES = new ConcurrentHashMap<>();
  private static final Map<Method, Demand> DEMANDS = new ConcurrentHashMap<>();

  /** Told of the edges of each transaction, in the thread that makes it; may throw at either. */
  public interface Edges {
    void before(String transaction);

    void after(String transaction);

    /** Nothing happens there. */
    static Edges quiet() {
      return new Edges() {
        @Override
        public void before(String transaction) {
          // Nothing.
        }

        @Override
        public void after(String transaction) {
          // Nothing.
        }
      };
    }
  }

  private enum Demand {
    JOIN_OR_BEGIN,
    BEGIN,
    JOIN,
    NONE
  }

  private final TestDatabase database;
  private final Edges edges;

  public ContainerTransactions(TestDatabase database, Edges edges) {
    this.database = database;
    this.edges = edges;
  }

  /** The bean as others are given it. */
  public <T> T around(T bean) {
    Constructor<?> proxy =
        PROXIES.computeIfAbsent(bean.getClass(), ContainerTransactions::subclassOf);
    try {
      Object around = proxy.newInstance();
      InvocationHandler handler = (self, method, arguments) -> call(bean, method, arguments);
      around.getClass().getField(HANDLER).set(around, handler);
      @SuppressWarnings("unchecked")
      T typed = (T) around;
      return typed;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Constructor<?> subclassOf(Class<?> type) {
    try {
      // In the bean's own package, so that its package-private methods are called through it, too.
      Constructor<?> constructor =
          new ByteBuddy()
              .subclass(type)
              .defineField(HANDLER, InvocationHandler.class, Visibility.PUBLIC)
              .method(isVirtual().and(not(isDeclaredBy(Object.class))))
              .intercept(InvocationHandlerAdapter.toField(HANDLER))
              .make()
              .load(
                  type.getClassLoader(),
                  ClassLoadingStrategy.UsingLookup.of(
                      MethodHandles.privateLookupIn(type, MethodHandles.lookup())))
              .getLoaded()
              .getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be called through the container", e);
    }
  }

  private Object call(Object bean, Method method, Object[] arguments) throws Throwable {
    Demand demand = DEMANDS.computeIfAbsent(method, ContainerTransactions::demandOf);
    boolean mayJoin = demand == Demand.JOIN_OR_BEGIN || demand == Demand.JOIN;
    if (mayJoin && database.isInTransaction()) {
      return joined(bean, method, arguments);
    }
    if (demand == Demand.JOIN) {
      throw new IllegalStateException(method + " has to be called in a transaction");
    }
    if (demand == Demand.NONE) {
      return invoke(bean, method, arguments);
    }
    String name = bean.getClass().getSimpleName() + "." + method.getName();
    edges.before(name);
    Object result = database.inTransactionOf(() -> invoke(bean, method, arguments));
    edges.after(name);
    return result;
  }

  private Object joined(Object bean, Method method, Object[] arguments) throws Throwable {
    try {
      return invoke(bean, method, arguments);
    } catch (RuntimeException e) {
      ApplicationException known = e.getClass().getAnnotation(ApplicationException.class);
      if (known == null || known.rollback()) {
        database.rollBackOnly();
      }
      throw e;
    }
  }

  private static Object invoke(Object bean, Method method, Object[] arguments) throws Throwable {
    try {
      method.setAccessible(true);
      return method.invoke(bean, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Demand demandOf(Method method) {
    Class<?> type = method.getDeclaringClass();
    TransactionAttribute ofEjb =
        firstOf(
            method.getAnnotation(TransactionAttribute.class),
            type.getAnnotation(TransactionAttribute.class));
    if (type.isAnnotationPresent(Stateless.class) || type.isAnnotationPresent(Singleton.class)) {
      TransactionAttributeType kind =
          ofEjb == null ? TransactionAttributeType.REQUIRED : ofEjb.value();
      return demandOf(kind.name());
    }
    Transactional ofBean =
        firstOf(method.getAnnotation(Transactional.class), type.getAnnotation(Transactional.class));
    return ofBean == null ? Demand.NONE : demandOf(ofBean.value().name());
  }

  private static Demand demandOf(String name) {
    return switch (name) {
      case "REQUIRED" -> Demand.JOIN_OR_BEGIN;
      case "REQUIRES_NEW" -> Demand.BEGIN;
      case "MANDATORY" -> Demand.JOIN;
      case "NOT_SUPPORTED" -> Demand.NONE;
      default -> throw new IllegalStateException("no bean has had " + name + " up to now");
    };
  }

  private static <T> T firstOf(T one, T other) {
    return one == null ? other : one;
  }
}
