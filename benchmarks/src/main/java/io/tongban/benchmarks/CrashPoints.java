package io.tongban.benchmarks;

import io.tongban.hub.Database;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * The hub's database with points at which the ledger's writer stands still, says so on the standard
 * output and waits for the end of its process, or for {@link #release}. Of the benches only: the
 * hub has no such thing.
 */
@Decorator
@Priority(1)
abstract class CrashPoints implements Database {
  /** What is printed, followed by the point. */
  static final String AT = "AT ";

  private static final String SWAP = "UPDATE ledger.tree_head";
  private static final AtomicInteger LEFT = new AtomicInteger();
  private static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static volatile CrashPoint point;

  @Inject @Delegate @Any private Database database;

  /** Stands still once, at a point of the group of that number. */
  static void arm(CrashPoint at, int group) {
    LEFT.set(group);
    point = at;
  }

  /** Lets the writer go on. */
  static void release() {
    RELEASED.countDown();
  }

  private static void pass(CrashPoint here) throws InterruptedException {
    if (here == point && LEFT.decrementAndGet() == 0) {
      System.out.println(AT + here);
      System.out.flush();
      RELEASED.await();
    }
  }

  @Override
  public DataSource dataSource() {
    DataSource pool = database.dataSource();
    return point == null
        ? pool
        : proxy(
            DataSource.class,
            (self, method, arguments) -> {
              Object result = call(pool, method, arguments);
              return result instanceof Connection connection ? watched(connection) : result;
            });
  }

  private static Connection watched(Connection connection) {
    AtomicBoolean moved = new AtomicBoolean();
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          boolean commit = method.getName().equals("commit") && moved.get();
          if (commit) {
            pass(CrashPoint.COMMITTING);
          }
          Object result = call(connection, method, arguments);
          if (commit) {
            moved.set(false);
            pass(CrashPoint.COMMITTED);
          }
          return result instanceof PreparedStatement swap
                  && arguments[0] instanceof String sql
                  && sql.startsWith(SWAP)
              ? watched(swap, moved)
              : result;
        });
  }

  private static PreparedStatement watched(PreparedStatement swap, AtomicBoolean moved) {
    Set<String> moving = Set.of("executeUpdate");
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          boolean moves = moving.contains(method.getName());
          if (moves) {
            pass(CrashPoint.SIGNED);
          }
          Object result = call(swap, method, arguments);
          if (moves) {
            moved.set(true);
            pass(CrashPoint.MOVED);
          }
          return result;
        });
  }

  private static Object call(Object target, Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(CrashPoints.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
