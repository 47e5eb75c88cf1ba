package io.tongban.access.agreements;

import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The agreements as they are declared at this moment. */
@ApplicationScoped
public class Agreements {
  private final Definitions definitions;
  private volatile Versioned current = new Versioned(Long.MIN_VALUE, null);

  private record Versioned(long version, AgreementIndex index) {}

  @Inject
  Agreements(Definitions definitions) {
    this.definitions = definitions;
  }

  /** The index of the newest catalogue version. */
  public AgreementIndex current() {
    Versioned held = current;
    // the version is read before the definitions: what is newer than it is read again next time
    long version = definitions.version();
    if (held.version() == version) {
      return held.index();
    }
    Versioned made = new Versioned(version, AgreementIndex.of(definitions));
    current = made;
    return made.index();
  }
}
