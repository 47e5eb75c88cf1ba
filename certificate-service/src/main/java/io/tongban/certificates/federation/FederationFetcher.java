package io.tongban.certificates.federation;

import io.tongban.certificates.FederationException;
import io.tongban.certificates.TrustAnchorSpec;
import io.tongban.certificates.federation.ChainException.Fault;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.SourceSpec;
import io.tongban.hub.Sources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks entities of a federation. Whatever a statement says, only the Sources that the anchor names
 * are asked, through the kernel's guard; what this hub states itself is not fetched at all.
 */
@ApplicationScoped
public class FederationFetcher {
  /** No entity statement of a sane federation is longer. */
  static final int MAX_BYTES = 64 * 1024;

  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final String WELL_KNOWN = "/.well-known/openid-federation";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Definitions definitions;
  private final Sources sources;
  private final Entities entities;
  private final Publisher publisher;
  private final IssuedMarks marks;

  @Inject
  FederationFetcher(
      Definitions definitions,
      Sources sources,
      Entities entities,
      Publisher publisher,
      IssuedMarks marks) {
    this.definitions = definitions;
    this.sources = sources;
    this.entities = entities;
    this.publisher = publisher;
    this.marks = marks;
  }

  /** Whether an address lies at a Source of the anchor, or at this hub. */
  boolean reaches(TrustAnchorSpec anchor, String address) {
    return isOurs(address) || place(anchor, address).isPresent();
  }

  String configuration(TrustAnchorSpec anchor, String entity) throws ChainException {
    if (entity.equals(entities.hub())) {
      return publisher.configuration(null);
    }
    Optional<String> authority = entities.authority(entity);
    return authority.isPresent()
        ? publisher.configuration(authority.get())
        : get(anchor, entity + WELL_KNOWN, MAX_BYTES);
  }

  String statement(TrustAnchorSpec anchor, String superior, String endpoint, String subject)
      throws ChainException {
    if (superior.equals(entities.hub())) {
      try {
        return publisher.statement(subject);
      } catch (FederationException e) {
        throw new ChainException(Fault.NO_PATH, e.getMessage(), e);
      }
    }
    return get(
        anchor,
        endpoint + (endpoint.contains("?") ? "&" : "?") + "sub=" + encoded(subject),
        MAX_BYTES);
  }

  String trustMarkStatus(TrustAnchorSpec anchor, String issuer, String endpoint, String trustMark)
      throws ChainException {
    if (issuer.equals(entities.hub())) {
      return marks.status(trustMark);
    }
    Place place = required(anchor, endpoint);
    byte[] form = ("trust_mark=" + encoded(trustMark)).getBytes(StandardCharsets.US_ASCII);
    return read(
        () ->
            Optional.of(sources.post(place.source(), place.path(), FORM, form, MAX_BYTES, WITHIN)));
  }

  /**
   * The text at an address.
   *
   * @throws ChainException UNDECLARED_HOST or UNREACHABLE
   */
  public String get(TrustAnchorSpec anchor, String address, int maxBytes) throws ChainException {
    Place place = required(anchor, address);
    return read(() -> sources.find(place.source(), place.path(), maxBytes, WITHIN));
  }

  private interface Asking {
    Optional<InputStream> open();
  }

  private static String read(Asking asking) throws ChainException {
    try (InputStream body =
        asking
            .open()
            .orElseThrow(
                () ->
                    new ChainException(
                        Fault.NO_PATH, "an entity knows nothing of what was asked"))) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (ProblemException e) {
      boolean tooLarge = e.problem().code().equals(HubProblem.SOURCE_ANSWER_TOO_LARGE.code());
      throw new ChainException(
          tooLarge ? Fault.MALFORMED : Fault.UNREACHABLE, "an entity gave no answer", e);
    } catch (IOException e) {
      throw new ChainException(Fault.UNREACHABLE, "an entity's answer broke off", e);
    }
  }

  /** A path at a Source. */
  private record Place(String source, String path) {}

  private Place required(TrustAnchorSpec anchor, String address) throws ChainException {
    return place(anchor, address)
        .orElseThrow(
            () ->
                new ChainException(
                    Fault.UNDECLARED_HOST, "no Source of the anchor lies at an address asked for"));
  }

  private Optional<Place> place(TrustAnchorSpec anchor, String address) {
    List<String> names = Objects.requireNonNullElse(anchor.sources(), List.of());
    for (String name : names) {
      Optional<String> base =
          definitions
              .find(SourceSpec.class, name)
              .map(source -> source.spec().http())
              .map(http -> sources.expand(http.url()))
              .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (base.isPresent() && isBelow(address, base.get())) {
        return Optional.of(new Place(name, address.substring(base.get().length())));
      }
    }
    return Optional.empty();
  }

  private boolean isOurs(String address) {
    return isBelow(address, entities.hub());
  }

  /** The address begins with the base, and no dots or credentials lead out of it again. */
  private static boolean isBelow(String address, String base) {
    if (!address.startsWith(base)
        || address.length() > base.length() && "/?".indexOf(address.charAt(base.length())) < 0) {
      return false;
    }
    try {
      URI uri = URI.create(address);
      String path = uri.getRawPath().toLowerCase(Locale.ROOT);
      return uri.getRawFragment() == null && !path.contains("..") && !path.contains("%2e");
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
