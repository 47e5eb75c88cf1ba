package io.tongban.hub;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** {@code kind: Department}: a body that provides or uses data. */
public record DepartmentSpec(
    @JsonPropertyDescription("Unified code of the body, for example a social credit code")
        String code,
    @JsonPropertyDescription("Region code") String region,
    @JsonPropertyDescription("Whom to ask") String contact,
    @JsonPropertyDescription(
            "HAIP: wallets must keep to HAIP 1.0 where this department issues certificates")
        WalletProfile walletProfile) {

  /** How strict a department is with wallets. */
  public enum WalletProfile {
    /** OpenID4VC High Assurance Interoperability Profile 1.0. */
    HAIP
  }
}
