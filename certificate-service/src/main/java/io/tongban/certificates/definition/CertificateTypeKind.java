package io.tongban.certificates.definition;

import io.tongban.access.ClientSpec;
import io.tongban.access.PurposeSpec;
import io.tongban.certificates.AttackResistance;
import io.tongban.certificates.CertificateIdentifier;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.CertificateTypeSpec.Claim;
import io.tongban.certificates.CertificateTypeSpec.Mdoc;
import io.tongban.certificates.CertificateTypeSpec.National;
import io.tongban.certificates.CertificateTypeSpec.SourceChange;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.format.CredentialFormat;
import io.tongban.certificates.format.Formats;
import io.tongban.federation.DataServiceSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.DepartmentSpec.WalletProfile;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code kind: CertificateType}. */
@ApplicationScoped
class CertificateTypeKind implements DefinitionKind<CertificateTypeSpec> {
  private static final int MAX_VALID_DAYS =
      io.tongban.certificates.bouncycastle.AuthorityKeys.MAX_VALID_DAYS;

  private static final List<Integer> STATUS_BITS = List.of(1, 2, 4, 8);

  private static final int MAX_BASIS = 200;
  private static final int MAX_HOURS = 720;

  /** The claim that holds a national identifier. */
  private static final String IDENTIFIER = "identifier";

  /** GB 32100: digits and capital letters without I, O, S, V and Z. */
  private static final Pattern CREDIT_CODE = Pattern.compile("[0-9A-HJ-NP-RTUW-Y]{18}");

  private static final Pattern MDOC_NAME = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9_-]+)+");
  private static final int MAX_MDOC_NAME = 200;
  private static final Pattern AREA_CODE = Pattern.compile("[0-9]{6}");
  private static final List<String> HOLDER_CODE_TYPES = List.of("111", "001");

  /** Names with a meaning of their own in an SD-JWT VC. */
  static final Set<String> RESERVED =
      Set.of(
          "iss",
          "sub",
          "aud",
          "iat",
          "nbf",
          "exp",
          "jti",
          "cnf",
          "vct",
          "vct#integrity",
          "status",
          "_sd",
          "_sd_alg",
          "...");

  private final Formats formats;

  @Inject
  CertificateTypeKind(Formats formats) {
    this.formats = formats;
  }

  @Override
  public String kind() {
    return "CertificateType";
  }

  @Override
  public Class<CertificateTypeSpec> specType() {
    return CertificateTypeSpec.class;
  }

  @Override
  public void check(
      Definition<CertificateTypeSpec> definition, DefinitionView view, FaultSink faults) {
    CertificateTypeSpec spec = definition.spec();
    reference(view, DepartmentSpec.class, "Department", "authority", spec.authority(), faults);
    reference(view, PurposeSpec.class, "Purpose", "purpose", spec.purpose(), faults);
    checkNational(spec, faults);
    checkVct(definition, view, faults);
    if (spec.collects()) {
      CollectedTypes.check(spec, view, faults);
    } else if (isWhole(spec, faults)) {
      checkIssued(definition, view, faults);
    }
  }

  /** What a type that is issued here cannot do without. */
  private static boolean isWhole(CertificateTypeSpec spec, FaultSink faults) {
    boolean whole = true;
    for (Map.Entry<String, Boolean> member :
        Map.of(
                "service", spec.service() != null,
                "claims", spec.claims() != null,
                "numberClaim", spec.numberClaim() != null)
            .entrySet()) {
      if (!member.getValue()) {
        whole = false;
        faults.fault(
            "/spec/" + member.getKey(),
            member.getKey() + " is missing",
            "give it, or declare collected for certificates that are sealed elsewhere");
      }
    }
    return whole;
  }

  private void checkIssued(
      Definition<CertificateTypeSpec> definition, DefinitionView view, FaultSink faults) {
    CertificateTypeSpec spec = definition.spec();
    reference(view, DataServiceSpec.class, "DataService", "service", spec.service(), faults);
    view.find(DataServiceSpec.class, spec.service())
        .ifPresent(service -> checkService(spec, service.spec(), faults));
    checkSelfService(spec, view, faults);
    checkClaims(spec, faults);
    checkFormats(definition, view, faults);
    checkSourceChange(spec.sourceChange(), faults);
    checkAttestations(spec, faults);
    if (!STATUS_BITS.contains(spec.statusBitsOrDefault())) {
      faults.fault(
          "/spec/statusBits",
          "a status cannot have " + spec.statusBits() + " bits",
          "write one of " + STATUS_BITS);
    }
    if (SignatureSuite.named(spec.suite()).isEmpty()) {
      faults.fault(
          "/spec/suite",
          "there is no signature suite " + spec.suite(),
          "write one of " + List.of(SignatureSuite.values()));
    }
    if (spec.validDays() != null && (spec.validDays() < 1 || spec.validDays() > MAX_VALID_DAYS)) {
      faults.fault(
          "/spec/validDays",
          "a certificate cannot hold for " + spec.validDays() + " days",
          "write a number from 1 to " + MAX_VALID_DAYS);
    }
  }

  private static <T> void reference(
      DefinitionView view,
      Class<T> type,
      String kind,
      String member,
      String name,
      FaultSink faults) {
    if (view.find(type, name).isEmpty()) {
      faults.fault(
          "/spec/" + member,
          "there is no " + kind + " named " + name,
          "declare it, or write one of "
              + view.all(type).stream().map(Definition::name).limit(20).toList());
    }
  }

  private static void checkService(
      CertificateTypeSpec spec, DataServiceSpec service, FaultSink faults) {
    if (service.parameters() == null
        || service.parameters().stream().noneMatch(p -> !Boolean.FALSE.equals(p.required()))) {
      faults.fault(
          "/spec/service",
          "the data service "
              + spec.service()
              + " has no required parameter, so it cannot give"
              + " the one row of a subject",
          "use a data service that looks a subject up by its key");
    }
    if (service.report() != null) {
      faults.fault(
          "/spec/service",
          "the data service " + spec.service() + " is a report",
          "use a data service without report:");
    }
    for (int i = 0; i < spec.claims().size(); i++) {
      String column = spec.claims().get(i).column();
      if (!names(service.sql(), column)) {
        faults.fault(
            "/spec/claims/" + i + "/column",
            "the data service " + spec.service() + " gives no column " + column,
            "write the name of a column of its SELECT");
      }
    }
  }

  private static void checkSelfService(
      CertificateTypeSpec spec, DefinitionView view, FaultSink faults) {
    if (spec.selfService() == null) {
      return;
    }
    List<String> required =
        view
            .find(DataServiceSpec.class, spec.service())
            .map(service -> service.spec().parameters())
            .orElse(List.of())
            .stream()
            .filter(parameter -> !Boolean.FALSE.equals(parameter.required()))
            .map(DataServiceSpec.Parameter::name)
            .toList();
    if (!required.equals(List.of(spec.selfService().parameter()))) {
      faults.fault(
          "/spec/selfService/parameter",
          "the sign-in tells the holder's identifier and nothing else, but the data service "
              + spec.service()
              + " requires the parameters "
              + required,
          "name the only required parameter of a data service that looks the holder up");
    }
    boolean issues =
        view.find(ClientSpec.class, spec.selfService().client())
            .map(Definition::spec)
            .filter(client -> client.department().equals(spec.authority()))
            .filter(client -> client.roles() != null && client.roles().contains("issuer"))
            .isPresent();
    if (!issues) {
      faults.fault(
          "/spec/selfService/client",
          "the client " + spec.selfService().client() + " is not an issuer of " + spec.authority(),
          "name a Client of that department with role issuer");
    }
  }

  /** The SQL names the column somewhere, or takes all columns; what it yields is known when run. */
  private static boolean names(String sql, String column) {
    String lower = sql.toLowerCase(Locale.ROOT);
    return Pattern.compile("(select|,)\\s*(\\w+\\.)?\\*").matcher(lower).find()
        || Pattern.compile("\\b" + Pattern.quote(column.toLowerCase(Locale.ROOT)) + "\\b")
            .matcher(lower)
            .find();
  }

  private static void checkClaims(CertificateTypeSpec spec, FaultSink faults) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < spec.claims().size(); i++) {
      Claim claim = spec.claims().get(i);
      String pointer = "/spec/claims/" + i + "/name";
      if (!names.add(claim.name())) {
        faults.fault(pointer, "the claim " + claim.name() + " stands twice", "give it once");
      }
      if (RESERVED.contains(claim.name())) {
        faults.fault(
            pointer,
            "the claim name " + claim.name() + " has a meaning of its own in SD-JWT VC",
            "choose another name");
      }
    }
    if (!names.contains(spec.numberClaim())) {
      faults.fault(
          "/spec/numberClaim",
          "there is no claim " + spec.numberClaim(),
          "write one of " + spec.claims().stream().map(Claim::name).toList());
    }
  }

  private static void checkNational(CertificateTypeSpec spec, FaultSink faults) {
    National national = spec.national();
    if (national == null) {
      return;
    }
    if (!CertificateIdentifier.isTypeCode(spec.code())) {
      faults.fault(
          "/spec/code",
          "the code is no national type code",
          "write the defining authority's 18 characters and 3 digits, or leave out national");
    }
    if (!CREDIT_CODE.matcher(national.definingAuthority().code()).matches()) {
      faults.fault(
          "/spec/national/definingAuthority/code",
          "the code is no unified social credit code",
          "write 18 digits and capital letters without I, O, S, V and Z");
    }
    if (!CertificateIdentifier.isIssuerCode(national.issuerCode())) {
      faults.fault(
          "/spec/national/issuerCode",
          "the issuer code has another form",
          "write 6 to 18 digits and capital letters");
    }
    if (national.areaCode() != null && !AREA_CODE.matcher(national.areaCode()).matches()) {
      faults.fault(
          "/spec/national/areaCode", "the area code has another form", "write 6 digits in quotes");
    }
    if (national.holderCodeType() != null
        && !HOLDER_CODE_TYPES.contains(national.holderCodeType())) {
      faults.fault(
          "/spec/national/holderCodeType",
          "there is no holder code type " + national.holderCodeType(),
          "write one of " + HOLDER_CODE_TYPES + " in quotes");
    }
    for (int i = 0; spec.issuesHere() && spec.claims() != null && i < spec.claims().size(); i++) {
      if (spec.claims().get(i).name().equals(IDENTIFIER)) {
        faults.fault(
            "/spec/claims/" + i + "/name",
            "the claim " + IDENTIFIER + " holds the national identifier",
            "choose another name, or leave out national");
      }
    }
  }

  private void checkFormats(
      Definition<CertificateTypeSpec> definition, DefinitionView view, FaultSink faults) {
    CertificateTypeSpec spec = definition.spec();
    List<String> known = formats.all().stream().map(CredentialFormat::id).toList();
    List<String> declared = spec.formatsOrDefault();
    if (declared.isEmpty()) {
      faults.fault("/spec/formats", "there is no format", "give one, or leave out formats");
    }
    for (int i = 0; i < declared.size(); i++) {
      if (!known.contains(declared.get(i)) || declared.indexOf(declared.get(i)) < i) {
        faults.fault(
            "/spec/formats/" + i,
            "the format " + declared.get(i) + " is unknown or stands twice",
            "write each of " + known + " once at most");
      }
    }
    if (declared.contains(CertificateTypeSpec.MSO_MDOC)
        && SignatureSuite.SM2.name().equals(spec.suite())) {
      faults.fault(
          "/spec/suite",
          "COSE, with which mso_mdoc is signed, has no algorithm SM2",
          "leave out suite, or that format");
    }
    if (declared.contains(CertificateTypeSpec.JWT_VC_JSON)) {
      checkSubject(spec, faults);
    }
    checkMdoc(definition, view, faults);
    if (declared.contains(CertificateTypeSpec.JWT_VC_JSON) && isHaip(spec, view)) {
      faults.fault(
          "/spec/formats",
          "HAIP 1.0, which " + spec.authority() + " keeps to, has no jwt_vc_json",
          "leave that format out");
    }
  }

  private static boolean isHaip(CertificateTypeSpec spec, DefinitionView view) {
    return view.find(DepartmentSpec.class, spec.authority())
        .filter(department -> department.spec().walletProfile() == WalletProfile.HAIP)
        .isPresent();
  }

  private static void checkAttestations(CertificateTypeSpec spec, FaultSink faults) {
    if (spec.keyAttestations() == null) {
      return;
    }
    requireLevel("keyStorage", spec.keyAttestations().keyStorage(), faults);
    requireLevel("userAuthentication", spec.keyAttestations().userAuthentication(), faults);
  }

  private static void requireLevel(String member, String level, FaultSink faults) {
    if (level != null && AttackResistance.of(level).isEmpty()) {
      faults.fault(
          "/spec/keyAttestations/" + member,
          "there is no attack resistance " + level,
          "write one of "
              + Stream.of(AttackResistance.values()).map(AttackResistance::value).toList());
    }
  }

  private static void checkSubject(CertificateTypeSpec spec, FaultSink faults) {
    for (int i = 0; i < spec.claims().size(); i++) {
      if (spec.claims().get(i).name().equals("id")) {
        faults.fault(
            "/spec/claims/" + i + "/name",
            "id is the holder's key in jwt_vc_json",
            "choose another name, or leave out that format");
      }
    }
  }

  private static void checkMdoc(
      Definition<CertificateTypeSpec> definition, DefinitionView view, FaultSink faults) {
    Mdoc mdoc = definition.spec().mdoc();
    if (mdoc == null) {
      if (definition.spec().formatsOrDefault().contains(CertificateTypeSpec.MSO_MDOC)) {
        faults.fault(
            "/spec/mdoc", "the mdoc has no names", "give doctype and namespace, as in an mDL");
      }
      return;
    }
    requireMdocName("doctype", mdoc.doctype(), faults);
    requireMdocName("namespace", mdoc.namespace(), faults);
    view.all(CertificateTypeSpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()) && other.spec().mdoc() != null)
        .filter(other -> other.spec().mdoc().doctype().equals(mdoc.doctype()))
        .findFirst()
        .ifPresent(
            other ->
                faults.fault(
                    "/spec/mdoc/doctype",
                    "the CertificateType " + other.name() + " has the same doctype",
                    "give each type a doctype of its own"));
  }

  private static void requireMdocName(String member, String name, FaultSink faults) {
    if (!MDOC_NAME.matcher(name).matches() || name.length() > MAX_MDOC_NAME) {
      faults.fault(
          "/spec/mdoc/" + member,
          "the " + member + " is not in reverse domain notation",
          "write for example org.example.approval.1");
    }
  }

  private static void checkSourceChange(SourceChange change, FaultSink faults) {
    if (change == null) {
      return;
    }
    String basis = change.legalBasis();
    boolean acts = change.replaces() || change.lapses();
    if (acts && (basis == null || basis.isBlank() || basis.strip().length() > MAX_BASIS)) {
      faults.fault(
          "/spec/sourceChange/legalBasis",
          "acts of law need their legal basis",
          "name the provision in at most " + MAX_BASIS + " characters");
    }
    if (change.hours() < 1 || change.hours() > MAX_HOURS) {
      faults.fault(
          "/spec/sourceChange/everyHours",
          "a row cannot be looked at every " + change.hours() + " hours",
          "write a number from 1 to " + MAX_HOURS);
    }
    if (change.most() < 0) {
      faults.fault(
          "/spec/sourceChange/limit", "a limit cannot be negative", "write 0 or a larger number");
    }
  }

  private static void checkVct(
      Definition<CertificateTypeSpec> definition, DefinitionView view, FaultSink faults) {
    String vct = definition.spec().vct();
    if (!isCollisionResistant(vct)) {
      faults.fault(
          "/spec/vct",
          "vct is not a collision-resistant name",
          "write an absolute https: or urn: URI without a fragment");
    }
    view.all(CertificateTypeSpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()))
        .filter(other -> other.spec().vct().equals(vct))
        .findFirst()
        .ifPresent(
            other ->
                faults.fault(
                    "/spec/vct",
                    "the CertificateType " + other.name() + " has the same vct",
                    "give each type a vct of its own"));
  }

  private static boolean isCollisionResistant(String vct) {
    try {
      URI uri = new URI(vct);
      boolean named =
          uri.isOpaque()
              ? "urn".equalsIgnoreCase(uri.getScheme()) && uri.getSchemeSpecificPart().contains(":")
              : uri.getHost() != null
                  && ("https".equalsIgnoreCase(uri.getScheme())
                      || "http".equalsIgnoreCase(uri.getScheme()));
      return named && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
