package io.tongban.api.health;

import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Ready while the hub's database answers. */
@Readiness
@ApplicationScoped
class DatabaseCheck implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(DatabaseCheck.class);
  private static final int SECONDS = 3;
  private final Database database;

  @Inject
  DatabaseCheck(Database database) {
    this.database = database;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database")
        .withData("dialect", database.dialect().name())
        .status(answers())
        .build();
  }

  private boolean answers() {
    try (Connection connection = database.dataSource().getConnection()) {
      return connection.isValid(SECONDS);
    } catch (SQLException e) {
      LOG.warn("the hub's database does not answer", e);
      return false;
    }
  }
}
