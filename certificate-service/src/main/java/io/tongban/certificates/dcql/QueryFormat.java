package io.tongban.certificates.dcql;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.dcql.ClaimPath.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The formats a query can ask for, and where in each the claims are (OpenID4VP 1.0, appendix B).
 */
public enum QueryFormat {
  /** SD-JWT VC: claims at the root. */
  SD_JWT_VC(CertificateTypeSpec.SD_JWT_VC, "vct_values", 0),
  /** ISO mdoc: a namespace, then an element. */
  MSO_MDOC(CertificateTypeSpec.MSO_MDOC, "doctype_value", 1),
  /** W3C credential as a JWT: the root is the credential, the claims are its subject's. */
  JWT_VC_JSON(CertificateTypeSpec.JWT_VC_JSON, "type_values", 1);

  /** The type every W3C credential has, with its namespace. */
  public static final String VERIFIABLE_CREDENTIAL =
      "https://www.w3.org/2018/credentials#VerifiableCredential";

  /** By these a holder could be followed from counter to counter; no counter needs them. */
  private static final Set<String> UNASKABLE = Set.of("cnf", "status", "_sd", "_sd_alg", "...");

  private static final String SUBJECT = "credentialSubject";
  private final String id;
  private final String meta;
  private final int depth;

  QueryFormat(String id, String meta, int depth) {
    this.id = id;
    this.meta = meta;
    this.depth = depth;
  }

  /** Its identifier. */
  public String id() {
    return id;
  }

  /** The member of {@code meta} that says which types. */
  String meta() {
    return meta;
  }

  static Optional<QueryFormat> of(String id) {
    return Stream.of(values()).filter(format -> format.id.equals(id)).findFirst();
  }

  /** The name of the claim that a path points to or into. */
  String claim(ClaimPath path) {
    return ((Step.Member) path.steps().get(depth)).name();
  }

  /** A type's full name: JSON-LD's short name of every credential is written out. */
  public static String expanded(String type) {
    return type.equals("VerifiableCredential") ? VERIFIABLE_CREDENTIAL : type;
  }

  /** What is wrong with a path, if anything, by the index of the step that is wrong. */
  Optional<Fault> fault(List<Step> steps) {
    return switch (this) {
      case SD_JWT_VC -> member(steps, 0).or(() -> unaskable(steps, 0, UNASKABLE));
      case MSO_MDOC ->
          steps.size() == 2
              ? member(steps, 0).or(() -> member(steps, 1))
              : Optional.of(new Fault("", "is not a namespace and an element"));
      case JWT_VC_JSON ->
          steps.size() >= 2 && new Step.Member(SUBJECT).equals(steps.get(0))
              ? member(steps, 1).or(() -> unaskable(steps, 1, Set.of("id")))
              : Optional.of(new Fault("", "is not a claim of " + SUBJECT));
    };
  }

  /** A fault at a step, or at the path as a whole where {@code at} is empty. */
  record Fault(String at, String what) {}

  private static Optional<Fault> member(List<Step> steps, int index) {
    return steps.get(index) instanceof Step.Member
        ? Optional.empty()
        : Optional.of(new Fault("/" + index, "is not the name of a claim"));
  }

  private static Optional<Fault> unaskable(List<Step> steps, int index, Set<String> names) {
    return names.contains(((Step.Member) steps.get(index)).name())
        ? Optional.of(new Fault("/" + index, "tells nothing of the certificate's subject"))
        : Optional.empty();
  }
}
