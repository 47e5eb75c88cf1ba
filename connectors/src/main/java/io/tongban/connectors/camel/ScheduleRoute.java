package io.tongban.connectors.camel;

import io.tongban.connectors.run.RunStarter;
import io.tongban.hub.Leases;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;

/** Starts a connector's runs by the clock. Of several hub nodes one does it. */
final class ScheduleRoute extends RouteBuilder {
  /** Nodes' clocks may differ by less than this; a cron period is never shorter. */
  private static final Duration CRON_TERM = Duration.ofSeconds(30);

  private final String connector;
  private final Schedule schedule;
  private final ZoneId zone;
  private final Leases leases;
  private final RunStarter starter;

  ScheduleRoute(
      String connector, Schedule schedule, ZoneId zone, Leases leases, RunStarter starter) {
    this.connector = connector;
    this.schedule = schedule;
    this.zone = zone;
    this.leases = leases;
    this.starter = starter;
  }

  static String id(String connector) {
    return "schedule-" + connector;
  }

  @Override
  public void configure() {
    errorHandler(defaultErrorHandler().logExhaustedMessageHistory(false));
    from(uri()).routeId(id(connector)).process(exchange -> tick());
  }

  private String uri() {
    if (schedule.every() != null) {
      long millis = schedule.every().toMillis();
      return "timer:" + id(connector) + "?period=" + millis + "&delay=" + millis;
    }
    return "quartz:tongban/"
        + id(connector)
        + "?cron="
        + schedule.cron().replace(' ', '+')
        + "&trigger.timeZone="
        + zone.getId();
  }

  /** The lease is not given back: it runs out before the next tick, and keeps other nodes still. */
  private void tick() {
    Duration term = schedule.every() == null ? CRON_TERM : schedule.every().dividedBy(2);
    if (leases.tryAcquire("connector-schedule/" + connector, term).isPresent()) {
      starter.start(connector, Optional.empty());
    }
  }
}
