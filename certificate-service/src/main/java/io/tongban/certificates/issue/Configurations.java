package io.tongban.certificates.issue;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.IssuerError;
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
  private final Profiles profiles;

  @Inject
  Configurations(Types types, Formats formats, Profiles profiles) {
    this.types = types;
    this.formats = formats;
    this.profiles = profiles;
  }

  /** The configurations of an authority. */
  List<Configuration> of(String authority) {
    return types.of(authority).stream().flatMap(type -> of(type).stream()).toList();
  }

  /**
   * The configurations of a type, in the order it declares its formats. A type may have been
   * declared before its authority began to keep to HAIP 1.0, which has no {@code jwt_vc_json}.
   */
  List<Configuration> of(Definition<CertificateTypeSpec> type) {
    boolean haip = profiles.isHaip(type.spec().authority());
    return type.spec().formatsOrDefault().stream()
        .filter(format -> !haip || !format.equals(CertificateTypeSpec.JWT_VC_JSON))
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

  /**
   * The configuration that is settled for an offer.
   *
   * @param gone said where the authority does not issue it any more
   */
  Configuration settled(StoredOffer offer, IssuerError gone) {
    return of(offer).stream()
        .findFirst()
        .orElseThrow(() -> gone.because("the authority does not issue that format any more"));
  }

  /** That configuration of an authority. */
  Optional<Configuration> named(String authority, String id) {
    return of(authority).stream().filter(found -> found.id().equals(id)).findFirst();
  }
}
