package io.tongban.api;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

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

  /** The journal of erasures; by default {@code erasures} in the data folder. */
  Optional<Path> erasures();

  /** Whether this is an example hub. */
  @WithDefault("false")
  boolean example();

  /** Whether to check the ledger and end, instead of serving. */
  @WithDefault("false")
  boolean checkLedger();

  /** Files with kept receipts and checkpoints to compare the ledger with when it is checked. */
  Optional<List<Path>> checkAgainst();

  /** File with the ledger's public keys for that; those in the data folder by default. */
  Optional<Path> checkKey();

  /** The address the hub listens on. */
  String bind();

  /** Who signs people in. */
  Login login();

  /** Where checkpoints are anchored; nowhere without {@code rpc-url}. */
  Anchor anchor();

  /** Variables that definitions may name as {@code ${NAME}}. */
  Map<String, String> var();

  /** Certificates. */
  Certificates certificates();

  /** The chain checkpoints are anchored on, and the one way of signing there. */
  interface Anchor {
    /** JSON-RPC over HTTP of an EVM node. */
    Optional<URI> rpcUrl();

    /** The chain the node must be of (EIP-155). */
    OptionalLong chainId();

    /** The sender's secp256k1 key, 32 bytes in hex. */
    Optional<String> key();

    /** The sender's key as an encrypted file (Web3 Secret Storage, version 3). */
    Optional<Path> keystore();

    /** File whose first line is the keystore's passphrase. */
    Optional<Path> keystorePasswordFile();

    /** JSON-RPC over HTTP of a signer that is asked by {@code eth_signTransaction}. */
    Optional<URI> signerUrl();

    /** The account that signer signs with, 20 bytes in hex. */
    Optional<String> signerAddress();

    /** Address of TongbanAnchor; the hub deploys its own once unless given. */
    Optional<String> contract();

    /** Blocks on top before an anchor is final, or {@code finalized}: when the chain says so. */
    @WithDefault("0")
    String confirmations();

    /** Highest price of a unit of gas, in wei; no bound unless given. */
    Optional<BigInteger> maxFee();

    /** How many blocks a transaction may wait before its fee is raised. */
    @WithDefault("12")
    int raiseAfterBlocks();

    /** How long after an anchor the next one is made if the log grew; never by time if absent. */
    Optional<Duration> every();

    /** After how many further entries an anchor is made; 0 is never by entries. */
    @WithDefault("0")
    long everyEntries();
  }

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
