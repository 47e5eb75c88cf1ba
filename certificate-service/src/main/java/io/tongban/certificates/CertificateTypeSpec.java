package io.tongban.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tongban.hub.Label;
import java.util.List;
import java.util.Map;

/**
 * {@code kind: CertificateType}: a type of e-certificate, fed by a data service or, with {@code
 * collected}, sealed by the authority in a system of its own.
 */
public record CertificateTypeSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("Department that issues it 颁发机构")
        String authority,
    @JsonPropertyDescription(
            "Type code 证照类型代码; with national: the defining authority's 18 characters and 3 digits")
        String code,
    @JsonProperty(required = true)
        @JsonPropertyDescription("SD-JWT VC type, a collision-resistant name (vct)")
        String vct,
    @JsonPropertyDescription(
            "DataService its claims come from; it must give one row. Not for collected types")
        String service,
    @JsonProperty(required = true)
        @JsonPropertyDescription("Purpose the authority reads its data for")
        String purpose,
    @JsonPropertyDescription("Claims in order; those of a collected type are fixed")
        List<Claim> claims,
    @JsonPropertyDescription(
            "Claim that holds the certificate's number; that of a collected type is fixed")
        String numberClaim,
    @JsonPropertyDescription("How long one holds, in days; default 365") Integer validDays,
    @JsonPropertyDescription("Signature suite, default ES256") String suite,
    @JsonPropertyDescription("What a card shows") Map<String, String> display,
    @JsonPropertyDescription(
            "Metadata of a Chinese e-certificate 电子证照元数据; with it certificates get a national"
                + " identifier")
        National national,
    @JsonPropertyDescription(
            "Lets holders ask for their own; without it only the authority offers it")
        SelfService selfService,
    @JsonPropertyDescription(
            "Bits of a status in its status lists: 1, 2, 4 or 8; default 2. With 1 nothing can be"
                + " suspended")
        Integer statusBits,
    @JsonPropertyDescription(
            "Formats it is issued in, of dc+sd-jwt, mso_mdoc and jwt_vc_json; default dc+sd-jwt")
        List<String> formats,
    @JsonPropertyDescription("Names as an ISO mdoc; needed with format mso_mdoc") Mdoc mdoc,
    @JsonPropertyDescription(
            "What becomes of a valid one whose source row changes or disappears; without it nothing"
                + " is looked at")
        SourceChange sourceChange,
    @JsonPropertyDescription("Issues to keys only that are attested to be this well kept")
        KeyAttestations keyAttestations,
    @JsonPropertyDescription(
            "Its certificates are sealed elsewhere and collected 归集, not issued here")
        Collected collected) {
  /** A collected type has the claims of its certificates' metadata. */
  public CertificateTypeSpec {
    if (collected != null) {
      claims = claims == null ? CollectedMetadata.CLAIMS : claims;
      numberClaim = numberClaim == null ? CollectedMetadata.NUMBER : numberClaim;
    }
  }

  /** SD-JWT VC. */
  public static final String SD_JWT_VC = "dc+sd-jwt";

  /** ISO/IEC 18013-5 mdoc. */
  public static final String MSO_MDOC = "mso_mdoc";

  /** W3C Verifiable Credential as a JWT. */
  public static final String JWT_VC_JSON = "jwt_vc_json";

  private static final int DEFAULT_STATUS_BITS = 2;

  /** Whether its certificates are sealed elsewhere and collected; the others are issued here. */
  public boolean collects() {
    return collected != null;
  }

  /** Whether its certificates are issued here. */
  public boolean issuesHere() {
    return collected == null;
  }

  /** Whether holders find their certificates of this type by signing in. */
  public boolean servesHolders() {
    return selfService != null || collects();
  }

  /** Bits of a status, with the default. */
  public int statusBitsOrDefault() {
    return statusBits == null ? DEFAULT_STATUS_BITS : statusBits;
  }

  /** The formats, with the default. */
  public List<String> formatsOrDefault() {
    return formats == null ? List.of(SD_JWT_VC) : formats;
  }

  /**
   * A type's names as an ISO mdoc.
   *
   * @param doctype for example {@code org.example.approval.1}
   * @param namespace of its elements
   */
  public record Mdoc(
      @JsonProperty(required = true) @JsonPropertyDescription("Doctype, in reverse domain notation")
          String doctype,
      @JsonProperty(required = true) @JsonPropertyDescription("Namespace of its elements")
          String namespace) {}

  /**
   * How well the holder's keys must be kept.
   *
   * @param keyStorage the lowest {@link AttackResistance} of their storage, or null
   * @param userAuthentication the lowest {@link AttackResistance} of what guards their use, or null
   */
  public record KeyAttestations(
      @JsonPropertyDescription(
              "Lowest resistance of the key storage: iso_18045_basic, iso_18045_enhanced-basic,"
                  + " iso_18045_moderate or iso_18045_high")
          String keyStorage,
      @JsonPropertyDescription("Lowest resistance of the user authentication, as keyStorage")
          String userAuthentication) {
    /** The values that are enough for the storage; empty where any is. */
    public List<String> keyStorageLevels() {
      return levels(keyStorage);
    }

    /** The values that are enough for the authentication; empty where any is. */
    public List<String> userAuthenticationLevels() {
      return levels(userAuthentication);
    }

    private static List<String> levels(String lowest) {
      return AttackResistance.of(lowest).map(AttackResistance::andAbove).orElse(List.of());
    }
  }

  /**
   * Metadata of a Chinese e-certificate (after GB/T 36903).
   *
   * @param definingAuthority the body that defined the type 证照定义机构
   * @param issuerCode code of the issuing authority 颁发机构代码, as it stands in identifiers
   * @param areaCode administrative division 区划代码, 6 digits (GB/T 2260)
   * @param holderCodeType what a holder's code is 持证主体代码类型: 111 or 001
   * @param serviceItem code or name of the related service item 关联事项
   */
  public record National(
      @JsonProperty(required = true) DefiningAuthority definingAuthority,
      @JsonProperty(required = true)
          @JsonPropertyDescription("Code of the issuing authority 颁发机构代码; 6 to 18 characters")
          String issuerCode,
      @JsonPropertyDescription("Administrative division 区划代码; 6 digits") String areaCode,
      @JsonPropertyDescription("Holder's code 持证主体代码类型: 111 citizen ID, 001 social credit code")
          String holderCodeType,
      @JsonPropertyDescription("Related service item 关联事项") String serviceItem) {}

  /** The body that defined a type; {@code code} is its unified social credit code. */
  public record DefiningAuthority(
      @JsonProperty(required = true) String name, @JsonProperty(required = true) String code) {}

  /**
   * How holders ask for their own certificate.
   *
   * @param parameter the one required parameter of the data service; the sign-in fills it
   * @param client in whose name the certificate is then issued
   */
  public record SelfService(
      @JsonProperty(required = true)
          @JsonPropertyDescription(
              "Parameter of the data service that takes the holder's identifier from the sign-in")
          String parameter,
      @JsonProperty(required = true)
          @JsonPropertyDescription(
              "Client of the authority, with role issuer, that issues in these cases")
          String client) {}

  /** What is done where the source row's claims are others than the certificate's. */
  public enum WhenChanged {
    /** The certificate issued next in its place replaces it. */
    REPLACED,
    /** It is only listed. */
    NOTIFY
  }

  /** What is done where the source row is no more. */
  public enum WhenGone {
    /** The certificate lapses. */
    LAPSED,
    /** It is only listed. */
    NOTIFY
  }

  /**
   * What becomes of a valid certificate whose source row changes or disappears.
   *
   * @param changed default NOTIFY
   * @param gone default NOTIFY
   * @param legalBasis the provision the acts rest on, at most 200 characters; needed unless both
   *     only notify
   * @param everyHours hours between two looks at a row, 1 to 720; default 24
   * @param limit acts that are done without an operator's confirmation; default 100
   */
  public record SourceChange(
      @JsonPropertyDescription(
              "REPLACED: the certificate issued next in its place replaces it; NOTIFY: it is only"
                  + " listed (default)")
          WhenChanged changed,
      @JsonPropertyDescription("LAPSED, or NOTIFY: it is only listed (default)") WhenGone gone,
      @JsonPropertyDescription("Provision the acts rest on; no personal data") String legalBasis,
      @JsonPropertyDescription(
              "Hours between two looks at a row, 1 to 720, default 24; a load of stored records is"
                  + " looked at when it has ended")
          Integer everyHours,
      @JsonPropertyDescription(
              "How many lapse without an operator's confirmation, default 100; more wait for it")
          Integer limit) {
    private static final int DEFAULT_HOURS = 24;
    private static final int DEFAULT_LIMIT = 100;

    /** Whether the next one replaces it. */
    public boolean replaces() {
      return changed == WhenChanged.REPLACED;
    }

    /** Whether it lapses. */
    public boolean lapses() {
      return gone == WhenGone.LAPSED;
    }

    /** Hours between two looks, with the default. */
    public int hours() {
      return everyHours == null ? DEFAULT_HOURS : everyHours;
    }

    /** Acts without confirmation, with the default. */
    public int most() {
      return limit == null ? DEFAULT_LIMIT : limit;
    }
  }

  /**
   * How certificates that were sealed elsewhere are collected.
   *
   * @param mediaTypes of their files, one or both of application/pdf and application/ofd
   * @param seal whose seals count; null where files need none and none is looked at
   * @param resource name of the Resource that catalogues these certificates, or null: a sharing
   *     agreement on it bounds which claims its recipient gets
   */
  public record Collected(
      @JsonProperty(required = true)
          @JsonPropertyDescription("Media types of the files: application/pdf, application/ofd")
          List<String> mediaTypes,
      @JsonPropertyDescription(
              "Whose seals or signatures count; without it files need none and none is looked at")
          Seal seal,
      @JsonPropertyDescription(
              "Resource that catalogues these certificates, its items named as the claims; sharing"
                  + " agreements on it bound them")
          String resource) {}

  /**
   * The seals of collected files.
   *
   * @param anchors PEM certificates: authorities that certify the signers, or signers themselves
   * @param required whether a file without a seal is refused; default true
   */
  public record Seal(
      @JsonProperty(required = true)
          @JsonPropertyDescription(
              "PEM certificates of the authorities that certify signers and seals, or of the"
                  + " signers themselves")
          List<String> anchors,
      @JsonPropertyDescription("Whether a file without a seal is refused; default true")
          Boolean required) {
    /** Whether a file without a seal is refused, with the default. */
    public boolean refusesBare() {
      return !Boolean.FALSE.equals(required);
    }
  }

  /**
   * A claim.
   *
   * @param name in the credential
   * @param column of the data service's answer
   * @param disclosable whether the holder may withhold it; default true
   */
  public record Claim(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String column,
      Boolean disclosable,
      Label title) {}
}
