package io.tongban.certificates.collect;

import io.tongban.certificates.CertificateIdentifier;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.CollectedMetadata;
import io.tongban.hub.HubSettings;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;

/** Looks over what an authority says of a certificate it sealed. */
@ApplicationScoped
class MetadataCheck {
  private static final int MAX_NUMBER = 100;
  private static final int MAX_NAME = 200;
  private static final int MAX_CODE = 64;
  private static final Pattern AREA = Pattern.compile("[0-9]{6}");
  private static final List<String> CODE_TYPES = List.of("111", "001");

  /** Where a database keeps the end of what has none: after {@code NO_END} in every zone. */
  private static final LocalDate NEVER = LocalDate.of(9999, 12, 30);

  private final HubSettings settings;
  private final Clock clock;

  @Inject
  MetadataCheck(HubSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** The metadata with what the type fills in; the first fault is refused, without its value. */
  CollectedMetadata checked(CertificateTypeSpec type, CollectedMetadata given) {
    if (given == null) {
      throw invalid("metadata", "is missing");
    }
    CertificateIdentifier identifier = identifier(given.identifier());
    if (!identifier.typeCode().equals(type.code())) {
      throw invalid("identifier", "has another type code than " + type.code());
    }
    if (!identifier.issuerCode().equals(type.national().issuerCode())) {
      throw invalid("identifier", "has another issuer code than " + type.national().issuerCode());
    }
    CollectedMetadata whole =
        new CollectedMetadata(
            identifier.toString(),
            text("number", given.number(), MAX_NUMBER),
            given.issueDate(),
            given.validFrom() == null ? given.issueDate() : given.validFrom(),
            given.validUntil(),
            text("holderName", given.holderName(), MAX_NAME),
            text("holderCode", given.holderCode(), MAX_CODE),
            codeType(type, given.holderCodeType()),
            area(type, given.areaCode()));
    requireTerm(whole);
    return whole;
  }

  private static CertificateIdentifier identifier(String text) {
    try {
      return CertificateIdentifier.parse(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw invalid("identifier", "is none: " + e.getMessage());
    }
  }

  private static String text(String member, String value, int most) {
    if (value == null || value.isBlank() || value.strip().length() > most) {
      throw invalid(member, "is empty or longer than " + most + " characters");
    }
    return value.strip();
  }

  private static String codeType(CertificateTypeSpec type, String given) {
    String declared = type.national().holderCodeType();
    String code = given == null ? declared : given;
    if (code == null || !CODE_TYPES.contains(code) || declared != null && !declared.equals(code)) {
      throw invalid(
          "holderCodeType", "must be " + (declared == null ? "one of " + CODE_TYPES : declared));
    }
    return code;
  }

  private static String area(CertificateTypeSpec type, String given) {
    String area = given == null ? type.national().areaCode() : given;
    if (area != null && !AREA.matcher(area).matches()) {
      throw invalid("areaCode", "must be 6 digits");
    }
    return area;
  }

  /** Both days of its beginning have come: a certificate is collected once it holds. */
  private void requireTerm(CollectedMetadata metadata) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), settings.zone());
    if (metadata.issueDate() == null || metadata.issueDate().isAfter(today)) {
      throw invalid("issueDate", "is missing or after " + today);
    }
    if (metadata.validFrom().isAfter(today)) {
      throw invalid("validFrom", "is after " + today + "; collect it once its term has begun");
    }
    if (metadata.validUntil() != null && metadata.validUntil().isBefore(metadata.validFrom())) {
      throw invalid("validUntil", "is before validFrom");
    }
  }

  private static ProblemException invalid(String member, String what) {
    return CertificateProblem.COLLECTION_INVALID
        .problem(member + " " + what)
        .with("member", member);
  }

  /** When a day begins. */
  Instant begin(LocalDate day) {
    return day.atStartOfDay(settings.zone()).toInstant();
  }

  /** When a term ends whose last day is given; a far day where it has none. */
  Instant end(LocalDate last) {
    LocalDate day = last == null || last.isAfter(NEVER) ? NEVER : last;
    return begin(day.plusDays(1));
  }
}
