package io.tongban.api.department;

import io.tongban.federation.DataServiceSpec;
import io.tongban.federation.FederationProblem;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Nearest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Versions of data services side by side: each is a definition of its own, callable until the day
 * of its sunset. The path without a version means the newest that is.
 */
@ApplicationScoped
class ServiceVersions {
  /** IMF-fixdate (RFC 9110, section 5.6.7); the day has two digits. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Definitions definitions;
  private final Clock clock;
  private final ZoneId zone;

  @Inject
  ServiceVersions(Definitions definitions, Clock clock, HubSettings settings) {
    this.definitions = definitions;
    this.clock = clock;
    this.zone = settings.zone();
  }

  /** The path of a version. */
  static String path(Definition<DataServiceSpec> version) {
    return "/v1/services/"
        + version.spec().serviceName(version.name())
        + "/v"
        + version.spec().versionNumber();
  }

  /** All versions that are not retired, by service and version. */
  List<Definition<DataServiceSpec>> all() {
    return definitions.all(DataServiceSpec.class).stream()
        .filter(version -> !retired(version.spec()))
        .sorted(
            Comparator.comparing((Definition<DataServiceSpec> d) -> d.spec().serviceName(d.name()))
                .thenComparing(d -> d.spec().versionNumber()))
        .toList();
  }

  /**
   * A version of a service.
   *
   * @param number of the version, or null for the newest
   * @throws io.tongban.hub.ProblemException {@link FederationProblem#SERVICE_UNKNOWN} or {@link
   *     FederationProblem#SERVICE_RETIRED}
   */
  Definition<DataServiceSpec> find(String service, Integer number) {
    List<Definition<DataServiceSpec>> versions =
        of(service)
            .filter(d -> number == null || d.spec().versionNumber() == number)
            .sorted(Comparator.comparing(d -> -d.spec().versionNumber()))
            .toList();
    if (versions.isEmpty()) {
      throw unknown(service, number);
    }
    return versions.stream()
        .filter(version -> !retired(version.spec()))
        .findFirst()
        .orElseThrow(() -> gone(versions.get(0)));
  }

  private Stream<Definition<DataServiceSpec>> of(String service) {
    return definitions.all(DataServiceSpec.class).stream()
        .filter(d -> d.spec().serviceName(d.name()).equals(service));
  }

  private RuntimeException unknown(String service, Integer number) {
    List<Integer> versions = of(service).map(d -> d.spec().versionNumber()).sorted().toList();
    if (!versions.isEmpty()) {
      return FederationProblem.SERVICE_UNKNOWN
          .problem("the data service " + service + " has no version " + number)
          .with("versions", versions);
    }
    List<String> names =
        definitions.all(DataServiceSpec.class).stream()
            .map(d -> d.spec().serviceName(d.name()))
            .distinct()
            .toList();
    return FederationProblem.SERVICE_UNKNOWN
        .problem("there is no data service of that name")
        .with("suggestions", Nearest.to(service, names).stream().toList());
  }

  private RuntimeException gone(Definition<DataServiceSpec> version) {
    var refused =
        FederationProblem.SERVICE_RETIRED.problem(
            path(version) + " was answered until " + version.spec().deprecated().sunset());
    return successor(version.spec()) == null
        ? refused
        : refused.with("successor", successor(version.spec()));
  }

  private boolean retired(DataServiceSpec spec) {
    LocalDate sunset = spec.deprecated() == null ? null : spec.deprecated().sunset();
    return sunset != null && !LocalDate.ofInstant(clock.instant(), zone).isBefore(sunset);
  }

  private String successor(DataServiceSpec spec) {
    return spec.deprecated().successor() == null
        ? null
        : definitions
            .find(DataServiceSpec.class, spec.deprecated().successor())
            .map(ServiceVersions::path)
            .orElse(null);
  }

  /** Tells the caller of a deprecated version to move on: RFC 9745, RFC 8594. */
  void announce(Definition<DataServiceSpec> version, Response.ResponseBuilder answer) {
    DataServiceSpec.Deprecation deprecated = version.spec().deprecated();
    if (deprecated == null) {
      return;
    }
    answer.header("Deprecation", "@" + deprecated.since().atStartOfDay(zone).toEpochSecond());
    if (deprecated.sunset() != null) {
      answer.header("Sunset", HTTP_DATE.format(deprecated.sunset().atStartOfDay(zone)));
    }
    String successor = successor(version.spec());
    if (successor != null) {
      answer.header(HttpHeaders.LINK, "<" + successor + ">; rel=\"successor-version\"");
    }
  }
}
