package io.tongban.certificates.format;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The formats this hub has. */
@ApplicationScoped
public class Formats {
  private final Instance<CredentialFormat> formats;

  @Inject
  Formats(Instance<CredentialFormat> formats) {
    this.formats = formats;
  }

  /** All of them, by identifier. */
  public List<CredentialFormat> all() {
    return formats.stream().sorted(Comparator.comparing(CredentialFormat::id)).toList();
  }

  /** The format of that identifier. */
  public Optional<CredentialFormat> named(String id) {
    return formats.stream().filter(format -> format.id().equals(id)).findFirst();
  }

  /**
   * Reads a presentation in whichever format it is.
   *
   * @throws CredentialException if it is in none, or cannot be read
   */
  public PresentedCredential read(String text) throws CredentialException {
    String stripped = text == null ? "" : text.strip();
    return formats.stream()
        .filter(format -> format.hasFormOf(stripped))
        .findFirst()
        .orElseThrow(() -> new CredentialException("the presentation is in no known format"))
        .read(stripped);
  }
}
