package io.tongban.api;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds settings that a hub must not start with. It names the key and the remedy, and finds all of
 * them at once.
 */
public final class SettingsGuard {
  private SettingsGuard() {}

  /** Whether the demo identity provider is to run: only in an example hub, and there by default. */
  public static boolean demoIdentities(TongbanConfig config) {
    return config.login().demo().orElse(config.example() && config.login().staff().isEmpty());
  }

  /**
   * The faults in the settings, each naming its key and what to write instead; nothing if the hub
   * may start.
   */
  public static List<String> faults(TongbanConfig config) {
    List<String> faults = new ArrayList<>();
    checkUrl(config, faults);
    if (demoIdentities(config) && !config.example()) {
      faults.add(
          "tongban.login.demo=true lets anybody sign in as anybody; it is allowed only in an"
              + " example hub (tongban.example=true). Remove it and give tongban.login.staff.*");
    }
    checkKeys(config.certificates().keys(), faults);
    return faults;
  }

  private static void checkKeys(TongbanConfig.Keys keys, List<String> faults) {
    String prefix = "tongban.certificates.keys.";
    boolean outside = keys.pkcs12().isPresent() || keys.pkcs11().isPresent();
    if (keys.pkcs12().isPresent() && keys.pkcs11().isPresent()) {
      faults.add(prefix + "pkcs12 and " + prefix + "pkcs11 are both given; keep one of them");
    }
    if (keys.password().isPresent() && keys.passwordFile().isPresent()) {
      faults.add(
          prefix + "password and " + prefix + "password-file are both given; keep one of them");
    }
    if (outside && keys.password().isEmpty() && keys.passwordFile().isEmpty()) {
      faults.add(prefix + "password-file is missing; name the file that holds the password or PIN");
    }
    if (!outside && (keys.password().isPresent() || keys.passwordFile().isPresent())) {
      faults.add(
          prefix
              + "password is given without a store; name it with "
              + prefix
              + "pkcs12 or .pkcs11");
    }
    if (keys.slot().isPresent() && keys.pkcs11().isEmpty()) {
      faults.add(prefix + "slot is given without " + prefix + "pkcs11");
    }
  }

  private static void checkUrl(TongbanConfig config, List<String> faults) {
    URI url = config.publicUrl();
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      faults.add("tongban.public-url is not an http or https URL; write https://hub.example");
    } else if (url.getRawQuery() != null || hasPath(url)) {
      faults.add("tongban.public-url has a path or a query; write scheme, host and port only");
    } else if (scheme.equals("http") && !loopback(url.getHost()) && !config.example()) {
      faults.add(
          "tongban.public-url is plain http on a public host; write an https URL (tokens and"
              + " sessions would cross the network in clear)");
    }
  }

  /** Whether demo identities are offered beyond this machine: allowed, but worth a warning. */
  public static boolean demoOnNetwork(TongbanConfig config) {
    return demoIdentities(config) && !loopback(config.publicUrl().getHost());
  }

  private static boolean hasPath(URI url) {
    return url.getRawPath() != null && !url.getRawPath().isEmpty() && !url.getRawPath().equals("/");
  }

  /** Only literal addresses and localhost: a name's address may change after the check. */
  private static boolean loopback(String host) {
    String name = host.replace("[", "").replace("]", "");
    if (name.equalsIgnoreCase("localhost")) {
      return true;
    }
    if (!name.matches("[0-9.]+|[0-9a-fA-F:]+")) {
      return false;
    }
    try {
      return InetAddress.getByName(name).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
