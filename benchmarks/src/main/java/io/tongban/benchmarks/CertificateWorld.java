package io.tongban.benchmarks;

/**
 * What {@link LookupWorld} needs besides to issue certificates of its people and to verify them.
 */
final class CertificateWorld {
  static final String AUTHORITY = "bench-owner";
  static final String TYPE = "bench-card";
  static final String ISSUING = "bench-issuer";

  private CertificateWorld() {}

  /**
   * Definitions of the type, its service and the issuing system.
   *
   * @param jwk public key of that system
   */
  static String definitions(String jwk) {
    return """
        ---
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: bench-issuer, title: {zh: 制证系统, en: Issuing system}}
        spec:
          department: bench-owner
          roles: [caller, issuer]
          jwks: {"keys": [%s]}
        ---
        apiVersion: tongban.io/v1
        kind: DataService
        metadata: {name: bench-card-facts, title: {zh: 人员, en: People}}
        spec:
          provider: bench-owner
          sql: SELECT id, name, region FROM bench_people WHERE id = :id
          parameters: [{name: id, type: STRING, required: true}]
        ---
        apiVersion: tongban.io/v1
        kind: CertificateType
        metadata: {name: bench-card, title: {zh: 测试证, en: Bench card}}
        spec:
          authority: bench-owner
          vct: urn:tongban:bench:card:1
          service: bench-card-facts
          purpose: bench
          numberClaim: id
          validDays: 30
          claims:
            - {name: id, column: id, disclosable: false}
            - {name: name, column: name}
            - {name: region, column: region}
        """
        .formatted(jwk);
  }
}
