package io.tongban.access.jose;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.tongban.access.ClientSpec;
import io.tongban.access.Tokens;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The public keys of clients: those of their definitions and no others, wherever a JWT points. */
@ApplicationScoped
class ClientKeys {
  private final Definitions definitions;
  private final OperatorKey operator;
  private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

  private record Parsed(String digest, List<JWK> keys) {}

  @Inject
  ClientKeys(Definitions definitions, OperatorKey operator) {
    this.definitions = definitions;
    this.operator = operator;
  }

  /** A client's keys; empty for who is not declared. */
  List<JWK> of(String client) {
    if (client.equals(Tokens.LOCAL_OPERATOR)) {
      return List.of(operator.publicKey());
    }
    return definitions.find(ClientSpec.class, client).map(this::keys).orElse(List.of());
  }

  private List<JWK> keys(Definition<ClientSpec> client) {
    return parsed
        .compute(
            client.name(),
            (name, held) ->
                held != null && held.digest().equals(client.digest())
                    ? held
                    : new Parsed(client.digest(), parse(client.spec())))
        .keys();
  }

  /** Keys were checked when they were declared; what cannot be read now is no key. */
  private static List<JWK> parse(ClientSpec spec) {
    try {
      return JWKSet.parse(Map.<String, Object>of("keys", spec.jwks().keys())).getKeys();
    } catch (ParseException e) {
      return List.of();
    }
  }
}
