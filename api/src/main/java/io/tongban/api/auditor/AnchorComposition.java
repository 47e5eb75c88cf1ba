package io.tongban.api.auditor;

import io.tongban.api.ApiProblem;
import io.tongban.api.TongbanConfig;
import io.tongban.ledger.AnchorFees;
import io.tongban.ledger.AnchorRhythm;
import io.tongban.ledger.AnchorSettings;
import io.tongban.ledger.AnchorSigner;
import io.tongban.ledger.ChainFinality;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The chain to anchor on, from the keys {@code tongban.anchor.*}. */
@ApplicationScoped
class AnchorComposition {
  private final TongbanConfig.Anchor anchor;

  @Inject
  AnchorComposition(TongbanConfig config) {
    this.anchor = config.anchor();
  }

  /** The settings, or null where no chain is configured. */
  @Produces
  @Dependent
  AnchorSettings settings() {
    return settings(anchor).orElse(null);
  }

  /**
   * Reads the settings.
   *
   * @return nothing where no chain is configured
   * @throws io.tongban.hub.ProblemException {@link ApiProblem#SETTINGS_UNSAFE} naming the key that
   *     is missing or cannot be read, never its value
   */
  static Optional<AnchorSettings> settings(TongbanConfig.Anchor anchor) {
    if (anchor.rpcUrl().isEmpty()) {
      return Optional.empty();
    }
    long chain =
        anchor
            .chainId()
            .orElseThrow(
                () -> ApiProblem.SETTINGS_UNSAFE.problem("tongban.anchor.chain-id is missing"));
    return Optional.of(
        new AnchorSettings(
            anchor.rpcUrl().get(),
            chain,
            signer(anchor),
            read("contract", () -> contract(anchor)),
            read("confirmations", () -> ChainFinality.parse(anchor.confirmations())),
            read(
                "max-fee or .raise-after-blocks",
                () -> new AnchorFees(anchor.maxFee().orElse(null), anchor.raiseAfterBlocks())),
            read(
                "every or .every-entries",
                () -> new AnchorRhythm(anchor.every().orElse(null), anchor.everyEntries()))));
  }

  private static String contract(TongbanConfig.Anchor anchor) {
    String address = anchor.contract().map(String::strip).orElse(null);
    if (address != null && !address.matches("0x[0-9a-fA-F]{40}")) {
      throw new IllegalArgumentException("not 0x and 20 bytes in hex");
    }
    return address;
  }

  private static AnchorSigner signer(TongbanConfig.Anchor anchor) {
    List<Supplier<AnchorSigner>> given =
        Stream.of(key(anchor), keystore(anchor), remote(anchor)).flatMap(Optional::stream).toList();
    if (given.size() != 1) {
      throw ApiProblem.SETTINGS_UNSAFE.problem(
          "of tongban.anchor.key, .keystore and .signer-url exactly one must be given, here are "
              + given.size());
    }
    return given.get(0).get();
  }

  private static Optional<Supplier<AnchorSigner>> key(TongbanConfig.Anchor anchor) {
    return anchor.key().map(key -> () -> read("key", () -> new AnchorSigner.HexKey(key.strip())));
  }

  private static Optional<Supplier<AnchorSigner>> keystore(TongbanConfig.Anchor anchor) {
    return anchor
        .keystore()
        .map(
            file ->
                () -> {
                  Path password = needed("keystore-password-file", anchor.keystorePasswordFile());
                  return new AnchorSigner.Keystore(file, password);
                });
  }

  private static Optional<Supplier<AnchorSigner>> remote(TongbanConfig.Anchor anchor) {
    return anchor
        .signerUrl()
        .map(
            url ->
                () -> {
                  String address = needed("signer-address", anchor.signerAddress());
                  return read(
                      "signer-address", () -> new AnchorSigner.Remote(url, address.strip()));
                });
  }

  private static <T> T needed(String key, Optional<T> value) {
    return value.orElseThrow(
        () -> ApiProblem.SETTINGS_UNSAFE.problem("tongban.anchor." + key + " is missing"));
  }

  /** The fault's cause is left out: it may quote a secret. */
  private static <T> T read(String key, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw ApiProblem.SETTINGS_UNSAFE.problem("tongban.anchor." + key + " cannot be read");
    }
  }
}
