package io.tongban.api;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The keys {@code tongban.*} of the application's configuration. Request filters, which are made
 * before everything else, need them too.
 */
@StaticInitSafe
@ConfigMapping(prefix = "tongban")
public interface TongbanConfig {
  /** Where clients reach the hub; http or https, no path. */
  URI publicUrl();

  /** Code of the region the hub serves. */
  String region();

  /** Name on the ledger's checkpoints; by default the public URL's host and {@code /ledger}. */
  Optional<String> origin();

  /** The zone that dates without one are read in, and that the portal shows times in. */
  ZoneId zone();

  /** Folder of the hub's own files. */
  Path data();

  /** JDBC URL of the hub's database; by default an H2 file in the data folder. */
  Optional<String> database();

  /** Whether this is an example hub. */
  @WithDefault("false")
  boolean example();

  /** Whether to check the ledger and end, instead of serving. */
  @WithDefault("false")
  boolean checkLedger();

  /** The address the hub listens on. */
  String bind();

  /** Who signs people in. */
  Login login();

  /** Where checkpoints are anchored; none unless given. */
  Map<String, String> anchor();

  /** Variables that definitions may name as {@code ${NAME}}. */
  Map<String, String> var();

  /** Certificates. */
  Certificates certificates();

  /** Certificates. */
  interface Certificates {
    /** Where the authorities' private keys live; in the hub's own key files unless given. */
    Keys keys();
  }

  /** A store of private keys outside the hub's own key files. */
  interface Keys {
    /** PKCS#12 file. */
    Optional<Path> pkcs12();

    /** PKCS#11 library. */
    Optional<Path> pkcs11();

    /** Index of the PKCS#11 slot among those the library lists; 0. */
    OptionalInt slot();

    /** The file's password, or the token's user PIN. */
    Optional<String> password();

    /** File whose first line is the password. */
    Optional<Path> passwordFile();
  }

  /** Sign-in of people by OpenID Connect. */
  interface Login {
    /** The built-in demo identity provider; an example hub has it unless this is false. */
    Optional<Boolean> demo();

    /** The provider of the department's and the hub's own people. */
    Optional<Provider> staff();

    /** The provider of citizens and businesses. */
    Optional<Provider> citizen();
  }

  /** An OpenID Connect provider (OpenID Connect Discovery 1.0). */
  interface Provider {
    /** Issuer URL; {@code /.well-known/openid-configuration} is read below it. */
    String authServerUrl();

    /** The hub's client id there. */
    String clientId();

    /** The hub's client secret there; none for a public client. */
    Optional<String> clientSecret();

    /**
     * Claim of the ID token that holds the roles, {@code /} between nested names; {@code roles}.
     */
    Optional<String> rolesClaim();

    /**
     * Claim of a citizen's ID token that holds the person's identifier as the resources' subject
     * columns hold it; without it citizens have no authorisations here.
     */
    Optional<String> subjectClaim();

    /**
     * Claim of a staff member's ID token that names the Client in whose name they work at a
     * counter; without it nobody does.
     */
    Optional<String> clientClaim();

    /** Scopes asked for besides {@code openid}; by default {@code profile}. */
    Optional<List<String>> scopes();
  }
}
