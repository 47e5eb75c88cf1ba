package io.tongban.connectors.camel;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.run.Arrivals;
import io.tongban.connectors.run.Intake;
import io.tongban.connectors.run.RunStarter;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DefinitionsChanged;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Leases;
import io.tongban.hub.ProblemException;
import io.tongban.hub.SourceSpec;
import io.tongban.hub.Sources;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jboss.logging.Logger;

/**
 * The embedded Camel context. Its routes are what the definitions say, and follow them without a
 * restart: a route whose definition did not change is left alone.
 */
@ApplicationScoped
class HubCamel implements Intake {
  private static final Logger LOG = Logger.getLogger(HubCamel.class);
  private static final long SHUTDOWN_SECONDS = 5;
  private final Definitions definitions;
  private final Sources sources;
  private final Leases leases;
  private final RunStarter starter;
  private final Arrivals arrivals;
  private final HubSettings settings;
  private final Map<String, Object> routes = new LinkedHashMap<>();
  private DefaultCamelContext context;
  private volatile ProducerTemplate producer;

  @Inject
  HubCamel(
      Definitions definitions,
      Sources sources,
      Leases leases,
      RunStarter starter,
      Arrivals arrivals,
      HubSettings settings) {
    this.definitions = definitions;
    this.sources = sources;
    this.leases = leases;
    this.starter = starter;
    this.arrivals = arrivals;
    this.settings = settings;
  }

  /**
   * A route that should be there.
   *
   * @param basis what it is built from: while that is equal, the route stays
   */
  private record Wanted(Object basis, RouteBuilder builder) {}

  void follow(@Observes DefinitionsChanged event) {
    if (event.touches("Connector") || event.touches("Source")) {
      wake();
    }
  }

  @Override
  public synchronized void wake() {
    Map<String, Wanted> wanted = wanted();
    if (wanted.isEmpty() && context == null) {
      return;
    }
    try {
      CamelContext camel = started();
      for (String id : routes.keySet().toArray(String[]::new)) {
        if (!wanted.containsKey(id) || !wanted.get(id).basis().equals(routes.get(id))) {
          remove(camel, id);
        }
      }
      for (Map.Entry<String, Wanted> route : wanted.entrySet()) {
        if (!routes.containsKey(route.getKey())) {
          camel.addRoutes(route.getValue().builder());
          routes.put(route.getKey(), route.getValue().basis());
          LOG.debugf("route %s is up", route.getKey());
        }
      }
    } catch (ProblemException e) {
      throw e;
    } catch (Exception e) {
      throw ConnectorProblem.RUN_FAILED.problem("the routes could not be built", e);
    }
  }

  private void remove(CamelContext camel, String id) throws Exception {
    camel.getRouteController().stopRoute(id);
    camel.removeRoute(id);
    routes.remove(id);
  }

  private CamelContext started() {
    if (context == null) {
      DefaultCamelContext camel = new DefaultCamelContext();
      camel.disableJMX();
      camel.getShutdownStrategy().setTimeout(SHUTDOWN_SECONDS);
      camel.getShutdownStrategy().setShutdownNowOnTimeout(true);
      camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
      camel.start();
      producer = camel.createProducerTemplate();
      context = camel;
    }
    return context;
  }

  private Map<String, Wanted> wanted() {
    Map<String, Wanted> wanted = new LinkedHashMap<>();
    for (Definition<ConnectorSpec> connector : definitions.all(ConnectorSpec.class)) {
      ConnectorSpec spec = connector.spec();
      wanted.put(
          FetchRoute.id(connector.name()),
          new Wanted(spec, new FetchRoute(connector.name(), spec, sources)));
      Optional.ofNullable(spec.schedule())
          .flatMap(Schedule::parse)
          .ifPresent(
              schedule ->
                  wanted.put(
                      ScheduleRoute.id(connector.name()),
                      new Wanted(schedule, scheduled(connector.name(), schedule))));
      if (spec.input().file() != null) {
        definitions
            .find(SourceSpec.class, spec.source())
            .filter(source -> source.spec().file() != null)
            .ifPresent(source -> wanted.put(DropRoute.id(source.name()), drop(source)));
      }
    }
    return wanted;
  }

  private RouteBuilder scheduled(String connector, Schedule schedule) {
    return new ScheduleRoute(connector, schedule, settings.zone(), leases, starter);
  }

  private Wanted drop(Definition<SourceSpec> source) {
    return new Wanted(
        source.spec().file(),
        new DropRoute(source.name(), sources.directory(source.name()), definitions, arrivals));
  }

  @Override
  public String fetch(
      Definition<ConnectorSpec> connector, Optional<String> file, OutputStream target) {
    wake();
    Exchange answer =
        producer.send(
            FetchRoute.uri(connector.name()),
            exchange -> {
              exchange.getIn().setBody(target);
              file.ifPresent(name -> exchange.getIn().setHeader(FetchRoute.FILE, name));
            });
    if (answer.getException() != null) {
      throw problem(connector, answer.getException());
    }
    return answer.getMessage().getBody(String.class);
  }

  private static ProblemException problem(
      Definition<ConnectorSpec> connector, Exception exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException problem) {
        return problem;
      }
    }
    return ConnectorProblem.INPUT_UNREADABLE.problem(
        "the input of connector \"" + connector.name() + "\" broke off", exception);
  }

  @PreDestroy
  synchronized void close() {
    if (context != null) {
      context.stop();
    }
  }
}
