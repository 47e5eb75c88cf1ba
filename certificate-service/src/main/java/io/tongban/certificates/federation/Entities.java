package io.tongban.certificates.federation;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.FederationError;
import io.tongban.certificates.SubordinateSpec;
import io.tongban.certificates.SuperiorSpec;
import io.tongban.certificates.TrustMarkSpec;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The entities that this hub speaks for: itself and its issuing authorities. */
@ApplicationScoped
public class Entities {
  private final Definitions definitions;
  private final AuthorityKeys keys;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  Entities(Definitions definitions, AuthorityKeys keys, HubSettings settings, Clock clock) {
    this.definitions = definitions;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /** The hub's entity identifier. */
  public String hub() {
    return settings.publicUrl().toString();
  }

  /** The entity identifier of an authority; of the hub for null. */
  public String of(String authority) {
    return authority == null ? hub() : keys.issuer(authority);
  }

  /** The departments that issue, by name. */
  List<String> authorities() {
    return definitions.all(CertificateTypeSpec.class).stream()
        .filter(type -> type.spec().issuesHere())
        .map(type -> type.spec().authority())
        .distinct()
        .sorted()
        .toList();
  }

  /** The issuing authority with that entity identifier. */
  Optional<String> authority(String entity) {
    return authorities().stream().filter(name -> of(name).equals(entity)).findFirst();
  }

  /** An own authority's entity and those above it, as far as they are declared here. */
  public List<String> above(String authority) {
    LocalDate today = today();
    return Stream.concat(
            Stream.of(authority, hub()),
            definitions.all(SuperiorSpec.class).stream()
                .map(Definition::spec)
                .filter(superior -> superior.holdsOn(today))
                .map(SuperiorSpec::entity))
        .toList();
  }

  boolean isOurs(String entity) {
    return entity.equals(hub()) || authority(entity).isPresent();
  }

  void require(String authority) {
    if (authority != null && !authorities().contains(authority)) {
      throw FederationError.NOT_FOUND.because("no such entity is known here");
    }
  }

  /** The day by which definitions hold. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), settings.zone());
  }

  /** The entity a Subordinate is about. */
  String of(SubordinateSpec subordinate) {
    return subordinate.authority() == null ? subordinate.entity() : of(subordinate.authority());
  }

  /** The entity a TrustMark is about. */
  String of(TrustMarkSpec mark) {
    return mark.authority() == null ? mark.entity() : of(mark.authority());
  }

  /** What is declared of an entity right below the hub today. */
  Optional<SubordinateSpec> subordinate(String entity) {
    return definitions.all(SubordinateSpec.class).stream()
        .map(Definition::spec)
        .filter(subordinate -> of(subordinate).equals(entity))
        .findFirst();
  }

  /** The trust marks that hold today. */
  List<Definition<TrustMarkSpec>> marks() {
    LocalDate today = today();
    return definitions.all(TrustMarkSpec.class).stream()
        .filter(mark -> mark.spec().holdsOn(today))
        .toList();
  }
}
