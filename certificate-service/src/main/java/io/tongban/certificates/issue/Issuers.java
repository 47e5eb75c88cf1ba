package io.tongban.certificates.issue;

import io.tongban.access.Actor;
import io.tongban.access.ClientSpec;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Who may act for an issuing authority. */
@ApplicationScoped
public class Issuers {
  private static final String ROLE = "issuer";
  private final Definitions definitions;

  @Inject
  Issuers(Definitions definitions) {
    this.definitions = definitions;
  }

  /** Refuses everybody but a client of the type's authority with role issuer. */
  public void require(Actor actor, Definition<CertificateTypeSpec> type) {
    boolean ofAuthority = actor.department().equals(type.spec().authority());
    boolean hasRole =
        definitions
            .find(ClientSpec.class, actor.client())
            .map(Definition::spec)
            .filter(client -> client.department().equals(actor.department()))
            .filter(client -> roles(client).contains(ROLE))
            .isPresent();
    if (!ofAuthority || !hasRole) {
      throw CertificateProblem.NOT_ISSUING_AUTHORITY.problem(
          "the client "
              + actor.client()
              + " is not an issuer of "
              + type.spec().authority()
              + ", which issues "
              + type.name());
    }
  }

  private static List<String> roles(ClientSpec client) {
    return client.roles() == null ? List.of() : client.roles();
  }
}
