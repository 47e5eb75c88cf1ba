package io.tongban.certificates.recognition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.RecognitionSpec;
import io.tongban.certificates.Reliance;
import io.tongban.certificates.TrustAnchorSpec;
import io.tongban.certificates.federation.ChainException;
import io.tongban.certificates.federation.ChainException.Fault;
import io.tongban.certificates.federation.ChainResolver;
import io.tongban.certificates.federation.Entities;
import io.tongban.certificates.federation.ReceivedMarks;
import io.tongban.certificates.federation.ReceivedMarks.Mark;
import io.tongban.certificates.federation.TrustChain;
import io.tongban.certificates.format.PresentedCredential;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether another region's certificate counts here. In two steps, so that nobody is asked
 * anything on account of a certificate that the issuer did not sign: the issuer's chain gives its
 * keys; trust mark and status are asked for once signature and holder hold.
 */
@ApplicationScoped
public class Recogniser {
  private final Definitions definitions;
  private final Entities entities;
  private final ChainResolver resolver;
  private final ReceivedMarks marks;
  private final ForeignStatus statuses;

  @Inject
  Recogniser(
      Definitions definitions,
      Entities entities,
      ChainResolver resolver,
      ReceivedMarks marks,
      ForeignStatus statuses) {
    this.definitions = definitions;
    this.entities = entities;
    this.resolver = resolver;
    this.marks = marks;
    this.statuses = statuses;
  }

  /**
   * The candidate, if a Recognition is about certificates of that issuer and type.
   *
   * @param only name of the one Recognition that counts; null for those of own types
   */
  public Optional<Candidate> candidate(PresentedCredential certificate, String only) {
    String issuer = certificate.issuer();
    String vct = certificate.type();
    Candidate refused = null;
    for (Definition<RecognitionSpec> record : definitions.all(RecognitionSpec.class)) {
      boolean meant =
          record.spec().source().vct().equals(vct)
              && (only == null
                  ? record.spec().target().type() != null
                  : record.name().equals(only));
      Candidate candidate = meant ? candidate(record, issuer).orElse(null) : null;
      if (candidate != null && candidate.refusal() == null) {
        return Optional.of(candidate);
      }
      refused = refused == null ? candidate : refused;
    }
    return Optional.ofNullable(refused);
  }

  /** Nothing where the record is about others, or the issuer is nobody that may be asked. */
  private Optional<Candidate> candidate(Definition<RecognitionSpec> record, String issuer) {
    RecognitionSpec.Source source = record.spec().source();
    Definition<TrustAnchorSpec> anchor =
        definitions.find(TrustAnchorSpec.class, source.anchor()).orElse(null);
    if (anchor == null || !resolver.reaches(anchor, issuer)) {
      return Optional.empty();
    }
    if (!record.spec().holdsOn(entities.today())) {
      return Optional.of(Candidate.refused(Verdict.NOT_RECOGNISED, "recognition-not-in-force"));
    }
    if (!anchor.spec().holdsOn(entities.today())) {
      return Optional.of(Candidate.refused(Verdict.UNKNOWN_ISSUER, "anchor-withdrawn"));
    }
    try {
      TrustChain chain = resolver.resolve(issuer, anchor);
      return chain.path().contains(source.entity())
          ? Optional.of(new Candidate(record, anchor, chain, null, null))
          : Optional.empty();
    } catch (ChainException e) {
      Verdict verdict =
          e.fault() == Fault.UNREACHABLE ? Verdict.TRUST_UNAVAILABLE : Verdict.UNKNOWN_ISSUER;
      return Optional.of(Candidate.refused(verdict, e.fault().code()));
    }
  }

  /**
   * What a certificate is worth whose signature, holder and term hold.
   *
   * @param claims all that was disclosed
   */
  public Conclusion conclude(
      Candidate candidate, PresentedCredential certificate, ObjectNode claims) {
    RecognitionSpec record = candidate.record().spec();
    Mark mark;
    try {
      mark =
          marks.require(
              candidate.chain(),
              record.source().trustMark(),
              record.source().vct(),
              candidate.anchor());
    } catch (ChainException e) {
      boolean unknown = e.fault() == Fault.UNREACHABLE || e.fault() == Fault.UNDECLARED_HOST;
      return Conclusion.refused(
          unknown ? Verdict.TRUST_UNAVAILABLE : Verdict.NOT_RECOGNISED, e.fault().code());
    }
    if (record.minimumAssurance() != null
        && (mark.assurance() == null || !mark.assurance().suffices(record.minimumAssurance()))) {
      return Conclusion.refused(Verdict.NOT_RECOGNISED, "assurance-too-low");
    }
    try {
      ObjectNode own = ClaimMap.mapped(record.claims(), claims);
      Verdict status = statuses.of(certificate.status(), candidate.keys(), candidate.anchor());
      return status == Verdict.STATUS_UNAVAILABLE
          ? Conclusion.refused(status, null)
          : new Conclusion(status, own, reliance(candidate), null, candidate.chain().path());
    } catch (UnmappedException e) {
      return Conclusion.refused(Verdict.NOT_RECOGNISED, e.getMessage());
    }
  }

  private static Reliance reliance(Candidate candidate) {
    Definition<RecognitionSpec> record = candidate.record();
    return new Reliance(
        record.name(),
        record.version(),
        record.digest(),
        candidate.chain().subject(),
        record.spec().source().vct(),
        candidate.anchor().spec().entity(),
        record.spec().source().trustMark());
  }

  /** Entity identifiers on the way up from an own authority. */
  public List<String> ownPath(String issuer) {
    return entities.above(issuer);
  }
}
