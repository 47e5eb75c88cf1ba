package io.tongban.certificates.present;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Presentations.Presented;
import io.tongban.certificates.bouncycastle.AuthorityKeyIds;
import io.tongban.certificates.dcql.ClaimPath;
import io.tongban.certificates.dcql.DcqlException;
import io.tongban.certificates.dcql.DcqlQuery;
import io.tongban.certificates.dcql.DcqlQuery.CredentialQuery;
import io.tongban.certificates.dcql.DcqlReader;
import io.tongban.certificates.format.Challenge;
import io.tongban.certificates.format.CredentialException;
import io.tongban.certificates.format.Formats;
import io.tongban.certificates.format.PresentedCredential;
import io.tongban.certificates.jdbc.PresentationStore.Alternative;
import io.tongban.certificates.jdbc.PresentationStore.Asked;
import io.tongban.certificates.recognition.Recogniser;
import io.tongban.certificates.verify.Finding;
import io.tongban.certificates.verify.Inspection;
import io.tongban.certificates.verify.Messages;
import io.tongban.hub.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks a {@code vp_token} over and keeps of it what was asked for. */
@ApplicationScoped
class Answers {
  private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};
  private static final int MAX_OF_ONE = 16;

  /** Verdicts under which a presentation tells nothing, so that nothing can be matched either. */
  private static final Set<Verdict> UNPROVEN =
      EnumSet.of(
          Verdict.MALFORMED,
          Verdict.UNKNOWN_ISSUER,
          Verdict.TAMPERED,
          Verdict.WRONG_HOLDER,
          Verdict.NOT_YET_VALID,
          Verdict.STATUS_UNAVAILABLE,
          Verdict.NOT_RECOGNISED,
          Verdict.TRUST_UNAVAILABLE);

  private final Formats formats;
  private final Inspection inspection;
  private final Recogniser recogniser;

  @Inject
  Answers(Formats formats, Inspection inspection, Recogniser recogniser) {
    this.formats = formats;
    this.inspection = inspection;
    this.recogniser = recogniser;
  }

  /**
   * What the response answers.
   *
   * @param challenge what the holders' proofs must be bound to
   * @param vpToken presentations by credential id
   * @throws DcqlException if it does not answer the query
   */
  List<Presented> of(Asked asked, Challenge challenge, JsonNode vpToken) throws DcqlException {
    DcqlQuery query = DcqlReader.read(asked.query());
    if (!vpToken.isObject()) {
      throw new DcqlException("vp_token is not an object");
    }
    Set<String> presented = new LinkedHashSet<>();
    for (var member : vpToken.properties()) {
      CredentialQuery credential =
          query
              .credential(member.getKey())
              .orElseThrow(() -> new DcqlException("vp_token names a certificate not asked for"));
      requireTexts(credential, member.getValue());
      presented.add(credential.id());
    }
    Set<String> wanted = query.wanted(presented);
    List<Answer> answers = new ArrayList<>();
    for (CredentialQuery credential : query.credentials()) {
      if (wanted.contains(credential.id())) {
        for (JsonNode text : vpToken.get(credential.id())) {
          Alternative alternative = asked.alternatives().get(credential.id());
          answers.add(
              alternative == null
                  ? answer(credential, text.textValue(), challenge)
                  : recognised(
                      query.credential(alternative.credential()).orElseThrow(),
                      alternative.recognition(),
                      text.textValue(),
                      challenge));
        }
      }
    }
    TransactionData.require(asked.transactionData(), answers);
    return answers.stream().map(Answer::shown).toList();
  }

  private static void requireTexts(CredentialQuery credential, JsonNode texts)
      throws DcqlException {
    int most = credential.multiple() ? MAX_OF_ONE : 1;
    if (!texts.isArray()
        || texts.isEmpty()
        || texts.size() > most
        || !texts.valueStream().allMatch(JsonNode::isTextual)) {
      throw new DcqlException(
          "vp_token/" + credential.id() + " is not an array of 1 to " + most + " texts");
    }
  }

  private Answer answer(CredentialQuery credential, String text, Challenge challenge)
      throws DcqlException {
    try {
      PresentedCredential presented = formats.read(text);
      Finding finding = inspection.inspect(presented, asked(credential, presented, challenge));
      return UNPROVEN.contains(finding.verdict())
          ? new Answer(text, false, shown(credential, finding, Map.of()))
          : new Answer(text, true, shown(credential, finding, claims(credential, presented)));
    } catch (CredentialException unreadable) {
      return new Answer(text, false, shown(credential, Finding.MALFORMED, Map.of()));
    }
  }

  private static Challenge asked(
      CredentialQuery credential, PresentedCredential presented, Challenge challenge) {
    return credential.holderBinding() || presented.isBound() ? challenge : Challenge.NONE;
  }

  /**
   * A certificate of another region: it answers the query it stands in for, by its claims in the
   * own type's terms.
   */
  private Answer recognised(
      CredentialQuery own, String recognition, String text, Challenge challenge)
      throws DcqlException {
    try {
      PresentedCredential presented = formats.read(text);
      Finding finding =
          inspection.inspect(presented, asked(own, presented, challenge), recognition);
      if (finding.reliance() == null) {
        return new Answer(text, false, shown(own, finding, Map.of()));
      }
      requireAuthority(own, presented, finding.foreign().path());
      ObjectNode claims = CanonicalJson.mapper().valueToTree(finding.claims());
      return new Answer(text, true, shown(own, finding, selected(own, claims)));
    } catch (CredentialException unreadable) {
      return new Answer(text, false, shown(own, Finding.MALFORMED, Map.of()));
    }
  }

  /** Of what was disclosed, what was asked for. */
  private Map<String, Object> claims(CredentialQuery credential, PresentedCredential presented)
      throws DcqlException, CredentialException {
    requireKind(credential, presented);
    return selected(credential, presented.content());
  }

  private static Map<String, Object> selected(CredentialQuery credential, ObjectNode content)
      throws DcqlException {
    List<ClaimPath> paths =
        credential
            .answered(content)
            .orElseThrow(
                () ->
                    new DcqlException(
                        "the presentation of "
                            + credential.id()
                            + " lacks claims, or values, that were asked for"));
    return CanonicalJson.mapper().convertValue(ClaimPath.project(content, paths), CLAIMS);
  }

  private void requireKind(CredentialQuery credential, PresentedCredential presented)
      throws DcqlException {
    if (!credential.format().id().equals(presented.format())) {
      throw new DcqlException("the presentation of " + credential.id() + " is in another format");
    }
    if (!credential.isFor(presented.types())) {
      throw new DcqlException("the presentation of " + credential.id() + " is of another type");
    }
    requireAuthority(credential, presented, recogniser.ownPath(presented.issuer()));
  }

  /**
   * One of the authorities asked for must stand above.
   *
   * @param path entity identifiers from the issuer up
   */
  private static void requireAuthority(
      CredentialQuery credential, PresentedCredential presented, List<String> path)
      throws DcqlException {
    if (credential.authorityKeys().isEmpty() && credential.federations().isEmpty()) {
      return;
    }
    Set<String> above = AuthorityKeyIds.of(presented.chain());
    if (above.stream().noneMatch(credential.authorityKeys()::contains)
        && path.stream().noneMatch(credential.federations()::contains)) {
      throw new DcqlException(
          "the presentation of " + credential.id() + " is of another authority");
    }
  }

  private static Presented shown(
      CredentialQuery credential, Finding finding, Map<String, Object> claims) {
    return new Presented(
        credential.id(),
        finding.verdict(),
        finding.type(),
        finding.certificate(),
        claims,
        Messages.of(finding.verdict(), finding.act()),
        finding.reliance(),
        finding.reason());
  }
}
