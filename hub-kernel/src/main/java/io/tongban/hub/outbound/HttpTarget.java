package io.tongban.hub.outbound;

import io.tongban.hub.HubProblem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.SourceSpec.HttpSource;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Where requests of one HTTP source may go. */
final class HttpTarget {
  private static final int DEFAULT_SECONDS = 30;
  private final String source;
  private final URI base;
  private final Duration timeout;
  private final Set<String> hosts = new HashSet<>();
  private final AddressGuard guard;

  /**
   * A target.
   *
   * @param url the source's URL with its variables filled in
   * @param loopbackAllowed whether this hub may reach its own machine at all
   */
  HttpTarget(String source, String url, HttpSource spec, boolean loopbackAllowed) {
    this.source = source;
    this.base = parse(url);
    this.timeout =
        Duration.ofSeconds(Objects.requireNonNullElse(spec.timeoutSeconds(), DEFAULT_SECONDS));
    boolean inside = Boolean.TRUE.equals(spec.privateNetwork());
    this.guard = new AddressGuard(inside, inside && loopbackAllowed);
    hosts.add(host(base));
    List<String> further = Objects.requireNonNullElse(spec.allowedHosts(), List.of());
    further.forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
  }

  /** Which addresses its hosts may have. */
  AddressGuard guard() {
    return guard;
  }

  Duration timeout() {
    return timeout;
  }

  /** The address of a path below the source's URL. */
  URI resolve(String path) {
    String root = base.toString();
    boolean join = path.isEmpty() || path.startsWith("?") || path.startsWith("/");
    String left = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    URI whole = parse(path.isEmpty() ? root : join ? left + path : left + "/" + path);
    if (!Objects.equals(whole.getRawAuthority(), base.getRawAuthority())) {
      throw refused("the path leads to another host");
    }
    return whole;
  }

  /** Refuses a host or scheme that this source may not reach; its address is judged later. */
  void check(URI address) {
    if (!hosts.contains(host(address))) {
      throw refused("a redirect leads to " + host(address) + ", which is not among allowedHosts");
    }
    if (base.getScheme().equals("https") && !address.getScheme().equals("https")) {
      throw refused("a redirect leads from https to http");
    }
  }

  /** The place a redirect leads to, checked. */
  URI redirect(URI from, String location) {
    try {
      return parse(from.resolve(location).toString());
    } catch (IllegalArgumentException e) {
      throw refused("a redirect leads to no valid address");
    }
  }

  private URI parse(String url) {
    URI address;
    try {
      address = URI.create(url).normalize();
    } catch (IllegalArgumentException e) {
      throw refused("the address is not a valid URL");
    }
    String scheme = String.valueOf(address.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw refused("only http and https are spoken");
    }
    if (address.getHost() == null || address.getRawUserInfo() != null) {
      throw refused("the URL needs a host and must not hold credentials");
    }
    return address;
  }

  static String host(URI address) {
    return address.getHost().toLowerCase(Locale.ROOT);
  }

  ProblemException refused(String why) {
    return HubProblem.OUTBOUND_REFUSED.problem("the source \"" + source + "\": " + why);
  }
}
