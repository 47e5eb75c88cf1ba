package io.tongban.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.hub.Definitions;
import io.tongban.hub.Fault;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each kind finds wrong, where, and which fix it names. Nothing is applied. */
class DefinitionChecksTest {
  private static final String GOOD = "premises:\n  columns: [id, name]";
  private static TestHub hub;

  @BeforeAll
  static void open() {
    hub = TestHub.onH2();
    Fixture.apply(hub, Fixture.WORLD);
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  @SuppressWarnings("unchecked")
  private static List<Fault> faults(String yaml) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> hub.get(Definitions.class).apply(Fixture.files(yaml), true));
    assertThat(refused).as("the definition must be refused").isNotNull();
    return (List<Fault>) refused.problem().extensions().get("faults");
  }

  private static void passes(String yaml) {
    assertThat(hub.get(Definitions.class).apply(Fixture.files(yaml), true).created()).hasSize(1);
  }

  static Stream<Arguments> faulty() {
    return Stream.of(
        Arguments.of(
            Fixture.agreement("a", GOOD)
                .replace("recipient: adur", "consent: true\n  recipient: adur"),
            "/spec/consent",
            "resource premises names no subject",
            "declare spec.subject"),
        Arguments.of(
            Fixture.agreement("a", GOOD).replace("recipient: adur", "recipient: adure"),
            "/spec/recipient",
            "there is no department adure",
            "did you mean adur?"),
        Arguments.of(
            Fixture.agreement("a", GOOD).replace("[inspection]", "[inspecton]"),
            "/spec/purposes/0",
            "there is no purpose inspecton",
            "did you mean inspection?"),
        Arguments.of(
            Fixture.agreement("a", GOOD).replace("[inspection]", "[inspection, inspection]"),
            "/spec/purposes/1",
            "named twice",
            "once"),
        Arguments.of(
            Fixture.agreement("a", GOOD).replace("[inspection]", "[]"),
            "/spec/purposes",
            "no purpose is named",
            "at least one"),
        Arguments.of(
            Fixture.agreement("a", "from: 2026-02-01\n  to: 2026-01-31", GOOD),
            "/spec/to",
            "before the first",
            "exchange"),
        Arguments.of(
            Fixture.agreement(
                "a", "from: 2026-01-01\n  to: 2026-12-31\n  status: authorized", GOOD),
            "/spec/status",
            "not a status",
            "did you mean authorised?"),
        Arguments.of(
            Fixture.agreement("a", "from: 2026-01-01\n  to: 2026-12-31\n  rowLimit: 0", GOOD),
            "/spec/rowLimit",
            "at least 1",
            "leave it out"),
        Arguments.of(
            Fixture.agreement("a", "premisses:\n  columns: [id]"),
            "/spec/resources/premisses",
            "there is no resource premisses",
            "did you mean premises?"),
        Arguments.of(
            Fixture.agreement("a", "secrets:\n  columns: [id]"),
            "/spec/resources/secrets",
            "not shared",
            "leave it out"),
        Arguments.of(
            Fixture.agreement("a", "premises:\n  columns: [id, postcod]"),
            "/spec/resources/premises/columns/1",
            "no column postcod",
            "did you mean postcode?"),
        Arguments.of(
            Fixture.agreement("a", "premises:\n  columns: [id, id]"),
            "/spec/resources/premises/columns/1",
            "named twice",
            "once"),
        Arguments.of(
            Fixture.agreement("a", "premises:\n  columns: []"),
            "/spec/resources/premises/columns",
            "no column is granted",
            "at least one"),
        Arguments.of(
            mask("postcode", "partail(2,3)"),
            "/spec/resources/premises/masks/postcode",
            "not a mask",
            "nullify, partial"),
        Arguments.of(
            mask("id", "nullify"),
            "/spec/resources/premises/masks/id",
            "never masked",
            "clear or not at all"),
        Arguments.of(
            mask("opened", "partial(2,3)"),
            "/spec/resources/premises/masks/opened",
            "does not fit column opened of type DATE",
            "year and month are for DATE"),
        Arguments.of(
            mask("opened", "hour"),
            "/spec/resources/premises/masks/opened",
            "does not fit column opened of type DATE",
            "day and hour for TIMESTAMP"),
        Arguments.of(
            mask("postcode", "generalise(10)"),
            "/spec/resources/premises/masks/postcode",
            "does not fit column postcode of type STRING",
            "generalise is for DECIMAL"),
        Arguments.of(
            mask("staff", "generalise(1)"),
            "/spec/resources/premises/masks/staff",
            "does not fit column staff of type INTEGER",
            "by 2 or more"),
        Arguments.of(
            mask("staff", "generalise(0)"),
            "/spec/resources/premises/masks/staff",
            "not a mask",
            "generalise(<n>)"),
        Arguments.of(
            Fixture.agreement("a", "premises:\n  columns: [id]\n  minimumGroup: 1"),
            "/spec/resources/premises/minimumGroup",
            "would show single records",
            "2 or more"),
        Arguments.of(
            Fixture.agreement(
                "a", "from: 2026-01-01\n  to: 2026-12-31\n  rate: {calls: 0, per: HOUR}", GOOD),
            "/spec/rate/calls",
            "at least 1 call",
            "suspend the agreement"),
        Arguments.of(
            mask("staff", "constant(0)"),
            "/spec/resources/premises/masks/staff",
            "does not fit column staff of type INTEGER",
            "constant, hash and fpe are for STRING"),
        Arguments.of(
            mask("name", "year"),
            "/spec/resources/premises/masks/name",
            "does not fit column name of type STRING",
            "year and month are for DATE"),
        Arguments.of(
            Fixture.agreement("a", "premises:\n  columns: [id]\n  masks: {name: nullify}"),
            "/spec/resources/premises/masks/name",
            "masked but not granted",
            "use one of id"),
        Arguments.of(
            rows("postcode = :depatment"),
            "/spec/resources/premises/rows",
            "':depatment' is not an attribute",
            ":client, :department and :region"),
        Arguments.of(
            rows("name = 'x'; DROP TABLE t"),
            "/spec/resources/premises/rows",
            "semicolon",
            "one boolean SQL expression"),
        Arguments.of(
            rows("name = 'x' -- and more"),
            "/spec/resources/premises/rows",
            "comments",
            "one boolean SQL expression"),
        Arguments.of(
            rows("(name = 'x'"),
            "/spec/resources/premises/rows",
            "parenthesis is not closed",
            "one boolean SQL expression"),
        Arguments.of(
            rows("name = 'x) OR (1=1"),
            "/spec/resources/premises/rows",
            "quote is not closed",
            "one boolean SQL expression"),
        Arguments.of(
            rows("name = 'x') OR (1=1"),
            "/spec/resources/premises/rows",
            "closes that was never opened",
            "one boolean SQL expression"),
        Arguments.of(
            Fixture.client("new", "adurr"),
            "/spec/department",
            "there is no department adurr",
            "did you mean adur?"),
        Arguments.of(
            Fixture.client("local-operator", "adur"), "/metadata/name", "hub's own", "another"),
        Arguments.of(
            Fixture.client("new", "adur", Fixture.SOME_KEY, ", roles: [reporter]"),
            "/spec/lineageNamespaces",
            "no namespace to report under",
            "lineageNamespaces"),
        Arguments.of(
            Fixture.client("new", "adur", Fixture.SOME_KEY, ", lineageNamespaces: [airflow]"),
            "/spec/lineageNamespaces",
            "without the role reporter",
            "roles: [reporter]"),
        Arguments.of(
            Fixture.client(
                "new",
                "adur",
                Fixture.SOME_KEY,
                ", roles: [reporter], lineageNamespaces: [ok, 'a b']"),
            "/spec/lineageNamespaces/1",
            "not a namespace",
            "airflow-prod"),
        Arguments.of(
            Fixture.client(
                    "new",
                    "adur",
                    Fixture.SOME_KEY,
                    ", roles: [reporter], lineageNamespaces: [air/x]")
                + "\n---\n"
                + Fixture.client(
                    "old",
                    "adur",
                    Fixture.SOME_KEY,
                    ", roles: [reporter], lineageNamespaces: [air]"),
            "/spec/lineageNamespaces/0",
            "overlaps with one of client",
            "of its own"),
        Arguments.of(
            Fixture.client("new", "adur", Fixture.SOME_KEY, ", roles: [oprator]"),
            "/spec/roles/0",
            "not a role",
            "did you mean operator?"),
        Arguments.of(
            Fixture.client("new", "adur", "", ""), "/spec/jwks/keys", "holds no key", "keys:"),
        Arguments.of(
            Fixture.client(
                "new",
                "adur",
                Fixture.SOME_KEY.replace(
                    "}", ",\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\"}"),
                ""),
            "/spec/jwks/keys/0",
            "private",
            "replace the key"),
        Arguments.of(
            Fixture.client("new", "adur", "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}", ""),
            "/spec/jwks/keys/0",
            "private or a shared secret",
            "public part only"),
        Arguments.of(
            Fixture.client("new", "adur", "{\"kty\":\"EC\",\"crv\":\"P-256\"}", ""),
            "/spec/jwks/keys/0",
            "not a JWK",
            "RFC 7517"),
        Arguments.of(
            Fixture.client("new", "adur", Fixture.SOME_KEY.replace("}", ",\"alg\":\"HS256\"}"), ""),
            "/spec/jwks/keys/0",
            "alg is none of ES256",
            "EC P-256"),
        Arguments.of(
            Fixture.client("new", "adur", Fixture.SOME_KEY.replace("}", ",\"use\":\"enc\"}"), ""),
            "/spec/jwks/keys/0",
            "for encryption",
            "for signing"),
        Arguments.of(
            Fixture.client("new", "adur", Fixture.SOME_KEY + "," + Fixture.SOME_KEY, ""),
            "/spec/jwks/keys/1/kid",
            "given twice",
            "its own"),
        Arguments.of(
            Fixture.policy(
                "p", "forbid(principal, action, resource);\n\nforbid(principal action);"),
            "/spec/cedar",
            "line 3 of the policy text",
            "forbid (principal"),
        Arguments.of(
            Fixture.policy("p", "// 注释\nforbid(principal, action, resource) when { \"开放 };"),
            "/spec/cedar",
            "line 2 of the policy text",
            "forbid (principal"),
        Arguments.of(
            Fixture.policy("p", "permit(principal, action, resource);"),
            "/spec/cedar",
            "a permit changes nothing",
            "forbid (principal"),
        Arguments.of(
            Fixture.policy("p", "// nothing"), "/spec/cedar", "no policy", "at least one"));
  }

  private static String mask(String column, String mask) {
    return Fixture.agreement(
        "a",
        "premises:\n  columns: [id, name, postcode, opened, staff]\n  masks: {"
            + column
            + ": \""
            + mask
            + "\"}");
  }

  private static String rows(String condition) {
    return Fixture.agreement("a", "premises:\n  columns: [id]\n  rows: \"" + condition + "\"");
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void namesPlaceFaultAndFix(String yaml, String pointer, String message, String fix) {
    assertThat(faults(yaml))
        .anySatisfy(
            fault -> {
              assertThat(fault.pointer()).isEqualTo(pointer);
              assertThat(fault.message()).contains(message);
              assertThat(fault.fix()).contains(fix);
            });
  }

  @Test
  void tellsEveryFaultAtOnce() {
    assertThat(
            faults(
                Fixture.agreement("a", "premises:\n  columns: [nam]\n  rows: \"x = :y\"")
                    .replace("recipient: adur", "recipient: none")))
        .extracting(Fault::pointer)
        .contains(
            "/spec/recipient",
            "/spec/resources/premises/columns/0",
            "/spec/resources/premises/rows");
  }

  @Test
  void acceptsWhatIsRight() {
    passes(mask("postcode", "partial(2,3)"));
    passes(mask("name", "constant(***)"));
    passes(mask("opened", "year"));
    passes(mask("staff", "nullify"));
    passes(rows("(department = :department OR region = :region) AND name <> 'a:b;--'"));
    passes(Fixture.client("new", "adur", Fixture.SOME_KEY, ", roles: [caller, issuer]"));
    passes(
        Fixture.client(
            "new",
            "adur",
            Fixture.SOME_KEY,
            ", roles: [reporter], lineageNamespaces: [airflow, 'https://spark.example:8443']"));
    passes(
        Fixture.policy(
            "p", "forbid(principal, action, resource in Resource::\"audits\") unless { true };"));
  }
}
