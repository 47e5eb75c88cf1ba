package io.tongban.certificates.issue;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.format.Formats;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.hub.Definition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** What authorities issue: each of their types in each of its formats. */
@ApplicationScoped
class Configurations {
  private final Types types;
  private final Formats formats;

  @Inject
  Configurations(Types types, Formats formats) {
    this.types = types;
    this.formats = formats;
  }

  /** The configurations of an authority; never empty. */
  List<Configuration> of(String authority) {
    return types.of(authority).stream().flatMap(type -> of(type).stream()).toList();
  }

  /** The configurations of a type, in the order it declares its formats. */
  List<Configuration> of(Definition<CertificateTypeSpec> type) {
    return type.spec().formatsOrDefault().stream()
        .flatMap(format -> formats.named(format).stream())
        .map(format -> new Configuration(type, format))
        .toList();
  }

  /** The configurations a wallet may choose from for an offer: one, once the format is settled. */
  List<Configuration> of(StoredOffer offer) {
    return of(types.named(offer.type())).stream()
        .filter(c -> offer.format() == null || offer.format().equals(c.format().id()))
        .toList();
  }

  /** That configuration of an authority. */
  Optional<Configuration> named(String authority, String id) {
    return of(authority).stream().filter(found -> found.id().equals(id)).findFirst();
  }
}
