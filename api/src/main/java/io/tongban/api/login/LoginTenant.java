package io.tongban.api.login;

import io.tongban.hub.HubKeys;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The two kinds of people that sign in, each with a provider of its own. */
public enum LoginTenant {
  STAFF,
  CITIZEN;

  /** The claim that holds the invented ID number of a demo citizen. */
  public static final String DEMO_SUBJECT_CLAIM = "id_number";

  /** The claim that names the client a demo clerk acts for. */
  public static final String DEMO_CLIENT_CLAIM = "client";

  /** That client; the hub has counters where it is declared. */
  public static final String DEMO_CLIENT = "counter-desk";

  private static final int SECRET_BYTES = 32;

  /** Its id in paths, cookies and configuration. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where the provider sends people back to, from the hub's root. */
  public String callbackPath() {
    return "/login/callback/" + id();
  }

  /** The hub's client id at the demo identity provider. */
  public String demoClientId() {
    return "tongban-" + id();
  }

  /** The hub's client secret there, known to this hub only. */
  public String demoSecret(HubKeys keys) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(keys.derive("demo-client/" + id(), SECRET_BYTES));
  }

  /** The tenant of that id. */
  public static Optional<LoginTenant> of(String id) {
    return Arrays.stream(values()).filter(t -> t.id().equals(id)).findFirst();
  }
}
