package io.tongban.certificates;

import io.tongban.certificates.CertificateTypeSpec.Claim;
import io.tongban.hub.Label;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a collected certificate's authority says of it (after GB/T 36903). Type, type code, issuer
 * and defining authority are those of the declared type.
 *
 * @param identifier {@code 1.2.156.3005.2…}, see {@link CertificateIdentifier}
 * @param number the certificate's number 证照编号, at most 100 characters
 * @param issueDate the day it was issued 颁发日期
 * @param validFrom its first day; null means the day of issue
 * @param validUntil its last day 有效期截止; null for one without an end 长期
 * @param holderName 持证主体名称, at most 200 characters
 * @param holderCode 持证主体代码, at most 64 characters; holders who sign in find it by this code
 * @param holderCodeType 持证主体代码类型: 111 citizen ID, 001 social credit code
 * @param areaCode administrative division 区划代码, 6 digits (GB/T 2260); null means the type's
 */
public record CollectedMetadata(
    String identifier,
    String number,
    LocalDate issueDate,
    LocalDate validFrom,
    LocalDate validUntil,
    String holderName,
    String holderCode,
    String holderCodeType,
    String areaCode) {
  /** The claim that holds the number. */
  public static final String NUMBER = "certificate_number";

  /** The claim that stands for the sealed file. */
  public static final String FILE = "file";

  /** The claims of every collected type, in order. */
  static final List<Claim> CLAIMS =
      List.of(
          claim("identifier", "证照标识", "Identifier"),
          claim(NUMBER, "证照编号", "Certificate number"),
          claim("holder_name", "持证主体名称", "Holder's name"),
          claim("holder_code", "持证主体代码", "Holder's code"),
          claim("holder_code_type", "持证主体代码类型", "Type of the holder's code"),
          claim("issue_date", "颁发日期", "Day of issue"),
          claim("valid_from", "有效期起始", "Valid from"),
          claim("valid_until", "有效期截止", "Valid until"),
          claim("area_code", "区划代码", "Administrative division"),
          claim(FILE, "证照文件", "Certificate file"));

  private static Claim claim(String name, String zh, String en) {
    return new Claim(name, name, null, new Label(zh, en));
  }

  /** Its claims by name, in order, the file's left out; what has no value is left out. */
  public Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("identifier", identifier);
    claims.put(NUMBER, number);
    claims.put("holder_name", holderName);
    claims.put("holder_code", holderCode);
    claims.put("holder_code_type", holderCodeType);
    claims.put("issue_date", issueDate);
    claims.put("valid_from", validFrom);
    claims.put("valid_until", validUntil);
    claims.put("area_code", areaCode);
    claims.values().removeIf(value -> value == null);
    claims.replaceAll((name, value) -> value.toString());
    return claims;
  }

  /** Without what names the holder: texts find their way into logs. */
  @Override
  public String toString() {
    return "CollectedMetadata[of a certificate]";
  }
}
