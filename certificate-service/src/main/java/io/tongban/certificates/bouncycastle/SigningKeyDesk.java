package io.tongban.certificates.bouncycastle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Actor;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.SigningKeys;
import io.tongban.certificates.bouncycastle.AuthorityKeys.Use;
import io.tongban.certificates.jdbc.SigningKeyStore;
import io.tongban.certificates.jdbc.SigningKeyStore.StoredKey;
import io.tongban.certificates.signature.Chains;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Starts and withdraws keys for operators; each change is recorded before it takes effect. */
@ApplicationScoped
class SigningKeyDesk implements SigningKeys {
  private static final int MAX_REASON = 200;
  private final Definitions definitions;
  private final AuthorityKeys keys;
  private final SigningKeyStore store;
  private final Ledger ledger;
  private final Ids ids;
  private final Clock clock;

  @Inject
  SigningKeyDesk(
      Definitions definitions,
      AuthorityKeys keys,
      SigningKeyStore store,
      Ledger ledger,
      Ids ids,
      Clock clock) {
    this.definitions = definitions;
    this.keys = keys;
    this.store = store;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public List<KeyRecord> of(String authority) {
    return (authority == null ? store.all() : store.of(authority))
        .stream().map(SigningKeyDesk::shown).toList();
  }

  @Override
  public KeyRecord start(Actor actor, String authority, String type, String reason) {
    Use use = use(authority, type);
    String why = reason(reason);
    StoredKey next = keys.next(use);
    record(actor, "STARTED", next, why);
    if (!keys.begin(next, use)) {
      throw CertificateProblem.SIGNING_KEY_CHANGED.problem(
          "another key was started meanwhile, or \""
              + next.alias()
              + "\" is a key in use elsewhere");
    }
    return shown(next);
  }

  @Override
  public KeyRecord withdraw(Actor actor, UUID id, String reason) {
    String why = reason(reason);
    StoredKey key = find(id);
    if (key.withdrawn() != null) {
      throw withdrawn(id);
    }
    record(actor, "WITHDRAWN", key, why);
    if (!store.withdraw(id, clock.instant())) {
      throw withdrawn(id);
    }
    return shown(find(id));
  }

  private static ProblemException withdrawn(UUID id) {
    return CertificateProblem.SIGNING_KEY_CHANGED.problem("the key " + id + " is withdrawn");
  }

  private StoredKey find(UUID id) {
    return store
        .find(id)
        .orElseThrow(() -> CertificateProblem.SIGNING_KEY_UNKNOWN.problem("there is no key " + id));
  }

  private Use use(String authority, String type) {
    List<Definition<CertificateTypeSpec>> types =
        definitions.all(CertificateTypeSpec.class).stream()
            .filter(each -> each.spec().issuesHere() && each.spec().authority().equals(authority))
            .toList();
    if (types.isEmpty()) {
      throw CertificateProblem.AUTHORITY_UNKNOWN.problem(
          "no CertificateType names the authority " + authority);
    }
    if (type == null) {
      return Use.lists(authority);
    }
    return types.stream()
        .filter(each -> each.name().equals(type))
        .findFirst()
        .map(Use::of)
        .orElseThrow(
            () ->
                CertificateProblem.TYPE_UNKNOWN.problem(
                    authority + " has no CertificateType named " + type));
  }

  private static String reason(String reason) {
    if (reason == null || reason.isBlank() || reason.strip().length() > MAX_REASON) {
      throw CertificateProblem.SIGNING_KEY_REASON.problem(
          "reason is empty or longer than " + MAX_REASON + " characters");
    }
    return reason.strip();
  }

  private void record(Actor actor, String what, StoredKey key, String reason) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.put("what", what);
    manifest.put("key", key.id().toString());
    manifest.put("authority", key.authority());
    manifest.put("type", type(key));
    manifest.put("suite", key.suite().name());
    manifest.put("store", key.store());
    manifest.put("fingerprint", fingerprint(key));
    manifest.put("reason", reason);
    ledger.append(
        new LedgerEntry(
            ids.next(),
            EntryType.SIGNING_KEY,
            clock.instant(),
            actor.client(),
            manifest,
            List.of()));
  }

  private static KeyRecord shown(StoredKey key) {
    return new KeyRecord(
        key.id(),
        key.authority(),
        type(key),
        key.suite(),
        key.store(),
        key.alias(),
        fingerprint(key),
        key.started(),
        key.retired(),
        key.neededUntil(),
        key.withdrawn());
  }

  private static String type(StoredKey key) {
    return key.type().equals(SigningKeyStore.LISTS) ? null : key.type();
  }

  private static String fingerprint(StoredKey key) {
    byte[] leaf = Chains.encoded(Chains.ofText(key.chain()).get(0));
    return HexFormat.of().formatHex(CanonicalJson.sha256(leaf));
  }
}
