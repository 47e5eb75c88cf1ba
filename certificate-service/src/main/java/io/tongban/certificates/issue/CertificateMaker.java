package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.SigningKey;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.format.Content;
import io.tongban.certificates.format.CredentialFormat;
import io.tongban.certificates.format.StatusReference;
import io.tongban.certificates.jdbc.CertificateStore.NewCertificate;
import io.tongban.certificates.jdbc.IdentifierStore;
import io.tongban.certificates.jdbc.IssueStore;
import io.tongban.certificates.jdbc.IssueStore.NewIssue;
import io.tongban.certificates.jdbc.IssueStore.Nonce;
import io.tongban.certificates.jdbc.IssueStore.NotClaimed;
import io.tongban.certificates.jdbc.OfferStore;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jdbc.SourceWatchStore.NewWatch;
import io.tongban.certificates.jdbc.SourceWatchStore.Watch;
import io.tongban.certificates.jdbc.StatusListStore;
import io.tongban.certificates.jdbc.StatusListStore.Slot;
import io.tongban.federation.Federation;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes a certificate: reads the claims under the authority's own grant, signs, records, and only
 * then hands it out.
 */
@ApplicationScoped
class CertificateMaker {
  private static final int DEFAULT_VALID_DAYS = 365;

  private final Types types;
  private final Judge judge;
  private final Federation federation;
  private final OfferStore offers;
  private final IssueStore issues;
  private final IdentifierStore identifiers;
  private final Reissue reissue;
  private final AuthorityKeys keys;
  private final StatusListStore lists;
  private final HubSettings settings;
  private final Ids ids;
  private final Clock clock;

  @Inject
  CertificateMaker(
      Types types,
      Judge judge,
      Federation federation,
      OfferStore offers,
      IssueStore issues,
      IdentifierStore identifiers,
      Reissue reissue,
      AuthorityKeys keys,
      StatusListStore lists,
      HubSettings settings,
      Ids ids,
      Clock clock) {
    this.types = types;
    this.judge = judge;
    this.federation = federation;
    this.offers = offers;
    this.issues = issues;
    this.identifiers = identifiers;
    this.reissue = reissue;
    this.keys = keys;
    this.lists = lists;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Certificates made and recorded together.
   *
   * @param batch what they are stored under together
   * @param credentials one for each of the holder's keys, in their order
   */
  record Made(UUID batch, List<String> credentials, Receipt receipt) {}

  /** A certificate signed but not recorded yet. */
  private record Signed(NewCertificate stored, String credential) {}

  /**
   * Makes the certificate an offer promised once for each of the holder's keys: the same claims of
   * one reading, each copy with a place in a status list and a record of its own. What is made is
   * worth nothing until the offer could be claimed for it, and is handed out once it is recorded.
   *
   * @param nonce used with it, or null
   */
  Made make(StoredOffer offer, CredentialFormat format, List<ECPublicKey> holders, Nonce nonce) {
    Definition<CertificateTypeSpec> type = types.named(offer.type());
    CertificateTypeSpec spec = type.spec();
    reissue.requireReplaceable(type, offer);
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                offer.actor(),
                Action.ISSUE,
                type.name(),
                federation.reads(spec.service()),
                spec.purpose(),
                offer.id().toString()));
    Map<String, String> parameters = offers.parameters(offer);
    Federation.Unsettled answer = federation.run(grant, spec.service(), parameters);
    Claims found = Claims.of(spec, answer);
    String identifier = identifier(type, offer, found.number());
    Claims claims = identifier == null ? found : found.with("identifier", identifier);
    UUID batch = ids.next();
    SigningKey key = keys.of(type);
    List<Signed> copies = new ArrayList<>();
    for (ECPublicKey holder : holders) {
      UUID id = copies.isEmpty() ? batch : ids.next();
      copies.add(copy(type, key, format, claims, identifier, id, batch, holder));
    }
    String holder =
        spec.selfService() == null ? null : parameters.get(spec.selfService().parameter());
    Instant expires = copies.get(0).stored().expires();
    NewWatch watch = reissue.watch(type, offer, batch, found, answer, expires);
    NewIssue issue =
        new NewIssue(copies.stream().map(Signed::stored).toList(), grant.id(), holder, watch);
    Optional<Watch> before = reissue.before(type, offer);
    Receipt receipt;
    try {
      receipt =
          judge.settle(
              grant, outcome(grant, answer, batch, copies), issues.placed(offer, nonce, issue));
    } catch (NotClaimed notClaimed) {
      CredentialEndpoint.require(notClaimed.claim());
      throw notClaimed;
    } catch (RuntimeException notReleased) {
      // it may be recorded: its witnesses were not reached, or the commit's end is not known
      issues.undo(offer, batch);
      throw notReleased;
    }
    before.ifPresent(old -> reissue.replace(old, batch, spec.sourceChange()));
    return new Made(batch, copies.stream().map(Signed::credential).toList(), receipt);
  }

  private Signed copy(
      Definition<CertificateTypeSpec> type,
      SigningKey key,
      CredentialFormat format,
      Claims claims,
      String identifier,
      UUID id,
      UUID batch,
      ECPublicKey holder) {
    CertificateTypeSpec spec = type.spec();
    Slot slot = lists.take(spec.authority(), key.keyHash(), spec.statusBitsOrDefault());
    Instant issued = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    int days = spec.validDays() == null ? DEFAULT_VALID_DAYS : spec.validDays();
    Instant expires = issued.plus(Duration.ofDays(days));
    return new Signed(
        new NewCertificate(
            id,
            batch,
            type.name(),
            spec.authority(),
            claims.number(),
            identifier,
            issued,
            expires,
            slot),
        format.issue(
            new Content(
                type,
                key,
                claims.open(),
                claims.disclosable(),
                claims.days(),
                holder,
                issued,
                expires,
                status(slot))));
  }

  /** The national identifier, or null for a type without one. */
  private String identifier(
      Definition<CertificateTypeSpec> type, StoredOffer offer, String number) {
    CertificateTypeSpec spec = type.spec();
    if (spec.national() == null) {
      return null;
    }
    return identifiers
        .assign(
            new IdentifierStore.Asked(
                offer.id(), type.name(), number, spec.code(), spec.national().issuerCode()))
        .orElseThrow(
            () ->
                IssuerError.CREDENTIAL_REQUEST_DENIED.because(
                    "the certificate's number has no version left; it needs a new number"))
        .toString();
  }

  private StatusReference status(Slot slot) {
    return new StatusReference(settings.publicUrl() + "/status-lists/" + slot.list(), slot.index());
  }

  private static Outcome outcome(
      AccessGrant grant, Federation.Unsettled answer, UUID batch, List<Signed> copies) {
    List<RowRef> rows = new ArrayList<>(answer.sources());
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    ArrayNode credentials = made.putArray("credentials");
    for (Signed copy : copies) {
      rows.add(new RowRef("certificate", copy.stored().id().toString()));
      credentials.add(copy.credential());
    }
    ObjectNode details =
        JsonNodeFactory.instance
            .objectNode()
            .put("certificate", batch.toString())
            .put("copies", copies.size())
            .put("type", grant.target())
            .put("answer", answer.resultDigest());
    return new Outcome(
        EntryType.CERTIFICATE_ISSUED,
        answer.planDigest(),
        HexFormat.of().formatHex(CanonicalJson.sha256(made)),
        1,
        rows,
        details);
  }
}
