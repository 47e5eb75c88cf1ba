package io.tongban.api.citizen;

import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.access.Mask;
import io.tongban.access.PurposeSpec;
import io.tongban.access.SharingAgreementSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Label;
import io.tongban.registry.Column;
import io.tongban.registry.Registry;
import io.tongban.registry.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts consents, and the uses that need none, into the words of the definitions. */
@ApplicationScoped
public class Authorisations {
  private final Definitions definitions;
  private final Registry registry;
  private final Consents consents;
  private final Clock clock;
  private final ZoneId zone;

  @Inject
  Authorisations(
      Definitions definitions,
      Registry registry,
      Consents consents,
      Clock clock,
      HubSettings settings) {
    this.definitions = definitions;
    this.registry = registry;
    this.consents = consents;
    this.clock = clock;
    this.zone = settings.zone();
  }

  /** A consent in words. */
  public Authorisation of(Consent consent) {
    Optional<Definition<PurposeSpec>> purpose =
        definitions.find(PurposeSpec.class, consent.purpose());
    Optional<Consents.Terms> terms = consents.terms(consent);
    Optional<Definition<SharingAgreementSpec>> agreement =
        terms.flatMap(t -> definitions.find(SharingAgreementSpec.class, t.agreement()));
    Map<String, Mask> masks = terms.map(Consents.Terms::masks).orElse(Map.of());
    return new Authorisation(
        consent.id(),
        consent.state(clock.instant()),
        title(DepartmentSpec.class, consent.recipient()),
        title(PurposeSpec.class, consent.purpose()),
        purpose.map(p -> p.spec().description()).orElse(null),
        consent.attributes().stream().map(name -> attribute(name, masks.get(name))).toList(),
        agreement.map(Definition::title).orElse(null),
        agreement.map(a -> a.spec().law()).orElse(null),
        consent.requested(),
        consent.requested().plus(Consent.WAITS),
        consent.until(),
        consent.given(),
        consent.declined(),
        consent.withdrawn(),
        consent.requestedEntry(),
        consent.givenEntry(),
        consent.declinedEntry(),
        consent.withdrawnEntry());
  }

  private boolean holds(SharingAgreementSpec agreement) {
    LocalDate today = clock.instant().atZone(zone).toLocalDate();
    return (agreement.status() == null || agreement.status().equals("authorised"))
        && !today.isBefore(agreement.from())
        && !today.isAfter(agreement.to());
  }

  /** What departments may use of registers of persons without anybody's consent. */
  public List<Authorisation.Duty> duties() {
    return definitions.all(SharingAgreementSpec.class).stream()
        .filter(a -> !Boolean.TRUE.equals(a.spec().consent()) && holds(a.spec()))
        .map(a -> duty(a.spec()))
        .filter(duty -> !duty.attributes().isEmpty())
        .toList();
  }

  private Authorisation.Duty duty(SharingAgreementSpec agreement) {
    return new Authorisation.Duty(
        title(DepartmentSpec.class, agreement.recipient()),
        agreement.purposes().stream().map(name -> title(PurposeSpec.class, name)).toList(),
        agreement.resources().entrySet().stream()
            .filter(entry -> aboutPersons(entry.getKey()))
            .flatMap(
                entry ->
                    entry.getValue().columns().stream()
                        .map(
                            column ->
                                attribute(
                                    entry.getKey() + "." + column, mask(entry.getValue(), column))))
            .toList(),
        agreement.law());
  }

  private static Mask mask(SharingAgreementSpec.Terms terms, String column) {
    Map<String, String> masks = terms.masks();
    return masks == null ? null : Mask.parse(masks.get(column)).orElse(null);
  }

  private boolean aboutPersons(String resource) {
    return registry.resource(resource).filter(r -> r.spec().subject() != null).isPresent();
  }

  private Authorisation.Attribute attribute(String name, Mask mask) {
    int dot = name.lastIndexOf('.');
    String column = name.substring(dot + 1);
    Optional<Resource> resource = registry.resource(name.substring(0, dot));
    return new Authorisation.Attribute(
        name,
        resource.map(Resource::title).orElseGet(() -> plain(name.substring(0, dot))),
        resource.stream()
            .flatMap(r -> r.columns().stream())
            .filter(c -> c.name().equals(column))
            .map(Column::title)
            .findFirst()
            .orElseGet(() -> plain(column)),
        mask == null ? null : MaskWords.of(mask));
  }

  private <T> Label title(Class<T> kind, String name) {
    return definitions.find(kind, name).map(Definition::title).orElseGet(() -> plain(name));
  }

  private static Label plain(String name) {
    return new Label(name, name);
  }
}
