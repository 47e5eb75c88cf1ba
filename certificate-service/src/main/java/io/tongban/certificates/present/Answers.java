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
import io.tongban.certificates.jdbc.PresentationStore.Alternative;
import io.tongban.certificates.jdbc.PresentationStore.Asked;
import io.tongban.certificates.jose.X5c;
import io.tongban.certificates.recognition.Recogniser;
import io.tongban.certificates.sdjwt.SdJwt;
import io.tongban.certificates.sdjwt.SdJwtException;
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

  private final Inspection inspection;
  private final Recogniser recogniser;

  @Inject
  Answers(Inspection inspection, Recogniser recogniser) {
    this.inspection = inspection;
    this.recogniser = recogniser;
  }

  /**
   * What the response answers.
   *
   * @param vpToken presentations by credential id
   * @throws DcqlException if it does not answer the query
   */
  List<Presented> of(Asked asked, String clientId, JsonNode vpToken) throws DcqlException {
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
                  ? answer(credential, text.textValue(), asked.nonce(), clientId)
                  : recognised(
                      query.credential(alternative.credential()).orElseThrow(),
                      alternative.recognition(),
                      text.textValue(),
                      asked.nonce(),
                      clientId));
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

  private Answer answer(CredentialQuery credential, String text, String nonce, String clientId)
      throws DcqlException {
    boolean binding = credential.holderBinding() || !text.endsWith("~");
    Finding finding = inspection.inspect(text, binding ? nonce : null, binding ? clientId : null);
    if (UNPROVEN.contains(finding.verdict())) {
      return new Answer(text, false, shown(credential, finding, Map.of()));
    }
    try {
      SdJwt presentation = SdJwt.parse(text.strip());
      ObjectNode processed = presentation.processed();
      requireKind(credential, text, processed);
      List<ClaimPath> paths =
          credential
              .answered(processed)
              .orElseThrow(
                  () ->
                      new DcqlException(
                          "the presentation of "
                              + credential.id()
                              + " lacks claims, or values, that were asked for"));
      Map<String, Object> claims =
          CanonicalJson.mapper().convertValue(ClaimPath.project(processed, paths), CLAIMS);
      return new Answer(text, true, shown(credential, finding, claims));
    } catch (SdJwtException e) {
      throw new IllegalStateException("what was inspected can be read", e);
    }
  }

  /**
   * A certificate of another region: it answers the query it stands in for, by its claims in the
   * own type's terms.
   */
  private Answer recognised(
      CredentialQuery own, String recognition, String text, String nonce, String clientId)
      throws DcqlException {
    boolean binding = own.holderBinding() || !text.endsWith("~");
    Finding finding =
        inspection.inspect(text, binding ? nonce : null, binding ? clientId : null, recognition);
    if (finding.reliance() == null) {
      return new Answer(text, false, shown(own, finding, Map.of()));
    }
    ObjectNode claims = CanonicalJson.mapper().valueToTree(finding.claims());
    requireAuthority(own, text, finding.foreign().path());
    List<ClaimPath> paths =
        own.answered(claims)
            .orElseThrow(
                () ->
                    new DcqlException(
                        "the recognised presentation of "
                            + own.id()
                            + " lacks claims, or values, that were asked for"));
    return new Answer(
        text,
        true,
        shown(
            own,
            finding,
            CanonicalJson.mapper().convertValue(ClaimPath.project(claims, paths), CLAIMS)));
  }

  private void requireKind(CredentialQuery credential, String text, ObjectNode processed)
      throws DcqlException {
    if (!credential.vcts().contains(processed.path("vct").textValue())) {
      throw new DcqlException("the presentation of " + credential.id() + " is of another type");
    }
    requireAuthority(credential, text, recogniser.ownPath(processed.path("iss").asText()));
  }

  /**
   * One of the authorities asked for must stand above.
   *
   * @param path entity identifiers from the issuer up
   */
  private static void requireAuthority(CredentialQuery credential, String text, List<String> path)
      throws DcqlException {
    if (credential.authorityKeys().isEmpty() && credential.federations().isEmpty()) {
      return;
    }
    try {
      Set<String> above = AuthorityKeyIds.of(X5c.read(SdJwt.parse(text.strip()).header()));
      if (above.stream().noneMatch(credential.authorityKeys()::contains)
          && path.stream().noneMatch(credential.federations()::contains)) {
        throw new DcqlException(
            "the presentation of " + credential.id() + " is of another authority");
      }
    } catch (SdJwtException e) {
      throw new IllegalStateException("what was inspected can be read", e);
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
