package io.tongban.access.jose;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import io.tongban.access.ClientSpec;
import io.tongban.access.Tokens;
import io.tongban.access.agreements.NearName;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.FaultSink;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.ParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code kind: Client}. */
@ApplicationScoped
class ClientKind implements DefinitionKind<ClientSpec> {
  private static final String REPORTER = "reporter";
  private static final Set<String> ROLES =
      Set.of("caller", "issuer", "auditor", "operator", REPORTER);

  /** No white space, and no slash at the ends: they are joined to names by one. */
  private static final Pattern NAMESPACE = Pattern.compile("[^\\s/](?:\\S{0,198}[^\\s/])?");

  private static final Set<String> RESERVED = Set.of(Tokens.HUB, Tokens.LOCAL_OPERATOR);

  @Override
  public String kind() {
    return "Client";
  }

  @Override
  public Class<ClientSpec> specType() {
    return ClientSpec.class;
  }

  @Override
  public void check(Definition<ClientSpec> definition, DefinitionView view, FaultSink faults) {
    if (RESERVED.contains(definition.name())) {
      faults.fault(
          "/metadata/name",
          "the name " + definition.name() + " is the hub's own",
          "choose another name");
    }
    department(definition.spec().department(), view, faults);
    roles(definition.spec().roles(), faults);
    keys(definition.spec().jwks().keys(), faults);
    namespaces(definition, view, faults);
  }

  private static void department(String department, DefinitionView view, FaultSink faults) {
    if (view.find(DepartmentSpec.class, department).isEmpty()) {
      faults.fault(
          "/spec/department",
          "there is no department " + department,
          NearName.fix(
              "department",
              department,
              view.all(DepartmentSpec.class).stream().map(Definition::name).toList()));
    }
  }

  private static void roles(List<String> roles, FaultSink faults) {
    if (roles == null) {
      return;
    }
    for (int i = 0; i < roles.size(); i++) {
      if (!ROLES.contains(roles.get(i))) {
        faults.fault(
            "/spec/roles/" + i,
            "'" + roles.get(i) + "' is not a role",
            NearName.fix("role", roles.get(i), ROLES));
      }
    }
  }

  /**
   * Who may report under a namespace owns the jobs in it: two clients' namespaces never overlap.
   */
  private static void namespaces(
      Definition<ClientSpec> definition, DefinitionView view, FaultSink faults) {
    List<String> namespaces = definition.spec().lineageNamespacesOrNone();
    List<String> roles = definition.spec().roles();
    boolean reporter = roles != null && roles.contains(REPORTER);
    if (reporter == namespaces.isEmpty()) {
      faults.fault(
          "/spec/lineageNamespaces",
          reporter
              ? "the role reporter is given and no namespace to report under"
              : "namespaces are given to a client without the role reporter",
          "give both roles: [reporter] and lineageNamespaces: [a namespace of its jobs], or neither");
    }
    for (int i = 0; i < namespaces.size(); i++) {
      String pointer = "/spec/lineageNamespaces/" + i;
      String namespace = namespaces.get(i);
      if (!NAMESPACE.matcher(namespace).matches()) {
        faults.fault(
            pointer,
            "this is not a namespace: 1 to 200 characters without white space, no slash at an end",
            "write the namespace as the tool sends it, for example airflow-prod");
      }
      other(definition.name(), namespace, view)
          .ifPresent(
              other ->
                  faults.fault(
                      pointer,
                      "the namespace " + namespace + " overlaps with one of client " + other,
                      "give each client namespaces of its own, none a part of another's path"));
    }
  }

  private static Optional<String> other(String client, String namespace, DefinitionView view) {
    return view.all(ClientSpec.class).stream()
        .filter(other -> !other.name().equals(client))
        .filter(
            other ->
                other.spec().lineageNamespacesOrNone().stream()
                    .anyMatch(theirs -> within(theirs, namespace) || within(namespace, theirs)))
        .map(Definition::name)
        .findFirst();
  }

  private static boolean within(String outer, String inner) {
    return (inner + "/").startsWith(outer + "/");
  }

  private static void keys(List<Map<String, Object>> keys, FaultSink faults) {
    if (keys.isEmpty()) {
      faults.fault(
          "/spec/jwks/keys",
          "the JWK Set holds no key",
          "write jwks: {keys: [{kty: EC, crv: P-256, x: …, y: …, kid: …}]}");
    }
    Set<String> kids = new HashSet<>();
    for (int i = 0; i < keys.size(); i++) {
      key("/spec/jwks/keys/" + i, keys.get(i), kids, faults);
    }
  }

  private static void key(
      String pointer, Map<String, Object> members, Set<String> kids, FaultSink faults) {
    JWK key;
    try {
      key = JWK.parse(members);
    } catch (ParseException | IllegalArgumentException e) {
      // the parser's message may quote key material
      faults.fault(pointer, "this is not a JWK", "write a public key as in RFC 7517");
      return;
    }
    if (key.isPrivate()) {
      faults.fault(
          pointer,
          "this key is private or a shared secret; the hub must never see one",
          "give the public part only, and replace the key: it has been shown");
      return;
    }
    unusable(key)
        .ifPresent(
            why ->
                faults.fault(
                    pointer,
                    why,
                    "use EC P-256 or P-384, Ed25519, or RSA of at least 2048 bits, for signing"));
    if (key.getKeyID() != null && !kids.add(key.getKeyID())) {
      faults.fault(
          pointer + "/kid", "kid " + key.getKeyID() + " is given twice", "give each its own");
    }
  }

  private static Optional<String> unusable(JWK key) {
    if (KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
      return Optional.of("this key is for encryption");
    }
    if (key.getAlgorithm() != null
        && Algorithms.CLIENTS.stream()
            .noneMatch(a -> a.getName().equals(key.getAlgorithm().getName()))) {
      return Optional.of("this key's alg is none of " + Algorithms.names());
    }
    boolean fits =
        key instanceof ECKey ec
                && (ec.getCurve().equals(Curve.P_256) || ec.getCurve().equals(Curve.P_384))
            || key instanceof OctetKeyPair okp && okp.getCurve().equals(Curve.Ed25519)
            || key instanceof RSAKey rsa && rsa.size() >= Algorithms.RSA_BITS;
    return fits ? Optional.empty() : Optional.of("a key of this type or size is not accepted");
  }
}
