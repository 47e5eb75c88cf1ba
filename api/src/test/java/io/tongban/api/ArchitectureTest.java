package io.tongban.api;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;

/** The walls of the house: which module may know which, and where an engine may be named. */
@AnalyzeClasses(
    packages = "io.tongban",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  /** Modules by the part of the package after {@code io.tongban.}, and what they may import. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.of(
          "hub", Set.of(),
          "registry", Set.of("hub"),
          "ledger", Set.of("hub"),
          "access", Set.of("hub", "registry", "ledger"),
          "connectors", Set.of("hub", "registry", "ledger"),
          "federation", Set.of("hub", "registry", "access", "ledger"),
          "certificates", Set.of("hub", "registry", "access", "federation", "ledger"),
          "api",
              Set.of(
                  "hub",
                  "registry",
                  "ledger",
                  "access",
                  "connectors",
                  "federation",
                  "certificates"));

  private static final String BASE = "io.tongban.";

  @ArchTest
  static final ArchRule MODULES_IMPORT_ONLY_WHAT_THE_DESIGN_ALLOWS =
      classes().should(importOnlyAllowedModules());

  @ArchTest
  static final ArchRule SUB_PACKAGES_ARE_THEIR_MODULES_OWN_BUSINESS =
      classes().should(leaveSubPackagesOfOtherModulesAlone());

  @ArchTest
  static final ArchRule ROOTS_KNOW_NO_SUB_PACKAGE =
      classes().that(resideInARoot()).should(knowNoSubPackageOfTheirOwn());

  @ArchTest
  static final ArchRule MODULES_HAVE_NO_CYCLES =
      slices().matching("io.tongban.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule HUB_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.tongban.hub.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule REGISTRY_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.tongban.registry.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule LEDGER_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.tongban.ledger.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ACCESS_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.tongban.access.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule CONNECTORS_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.tongban.connectors.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule FEDERATION_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.tongban.federation.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule CERTIFICATES_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.tongban.certificates.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule API_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.tongban.api.(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule CAMEL_STAYS_IN_CAMEL = engine("org.apache.camel..", "..camel..");

  @ArchTest
  static final ArchRule CALCITE_STAYS_IN_CALCITE =
      engine("org.apache.calcite..", "..calcite..", "io.tongban.api.avatica..");

  @ArchTest static final ArchRule CEDAR_STAYS_IN_CEDAR = engine("com.cedarpolicy..", "..cedar..");

  @ArchTest static final ArchRule WEB3J_STAYS_IN_WEB3J = engine("org.web3j..", "..web3j..");

  @ArchTest static final ArchRule CBOR_STAYS_IN_MDOC = engine("com.authlete..", "..mdoc..");

  @ArchTest
  static final ArchRule NIMBUS_STAYS_IN_JOSE =
      engine(
          "com.nimbusds..",
          "..jose..",
          "io.tongban.api.token..",
          "io.tongban.api.login..",
          "io.tongban.api.demo..",
          // the command line client makes its own key and proofs
          "io.tongban.api.cli..");

  @ArchTest
  static final ArchRule JDBI_STAYS_IN_STORES =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..jdbc..",
              // small stores that live with what they store: lineage graph, outbox, cosignatures
              "io.tongban.ledger.openlineage..",
              "io.tongban.ledger.web3j..",
              "io.tongban.ledger.witness..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.jdbi..")
                  // what a definition kind stores is stored in the set's one transaction
                  .and(describe("not the transaction", c -> !c.getSimpleName().equals("Handle")))
                  .and(describe("not the entry point", c -> !c.getSimpleName().equals("Jdbi"))));

  @ArchTest
  static final ArchRule SETTINGS_COME_FROM_HUB_SETTINGS =
      noClasses()
          .that()
          // a command line client has no hub to ask
          .resideOutsideOfPackage("io.tongban.api.cli..")
          .should()
          .callMethod(System.class, "getProperty", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class, String.class);

  @ArchTest
  static final ArchRule FAILURES_HAVE_NAMES =
      noClasses()
          .should()
          .callConstructorWhere(
              describe(
                  "it makes a bare RuntimeException",
                  (JavaConstructorCall call) ->
                      call.getTargetOwner().isEquivalentTo(RuntimeException.class)
                          // a named exception calls its parent's constructor
                          && !call.getOriginOwner().isAssignableTo(RuntimeException.class)));

  @ArchTest
  static final ArchRule TIME_COMES_FROM_THE_CLOCK =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tongban.api.cli..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  /** Leaves out test helpers that come in a jar, and what is not a module of the hub. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(com.tngtech.archunit.core.importer.Location location) {
      return !location.contains("-tests.jar")
          && !location.contains("/io/tongban/hub/test/")
          && !location.contains("/io/tongban/examples/")
          && !location.contains("/io/tongban/benchmarks/");
    }
  }

  private static ArchRule engine(String engine, String... homes) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(engine);
  }

  private static String module(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(BASE)) {
      return "";
    }
    String rest = name.substring(BASE.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static boolean inRoot(JavaClass type) {
    return type.getPackageName().equals(BASE + module(type));
  }

  private static DescribedPredicate<JavaClass> resideInARoot() {
    return describe("reside in a module's root package", ArchitectureTest::inRoot);
  }

  private static ArchCondition<JavaClass> importOnlyAllowedModules() {
    return dependencies(
        "import only the modules that DESIGN.md allows",
        (from, to) ->
            module(from).equals(module(to))
                || MAY_IMPORT.getOrDefault(module(from), Set.of()).contains(module(to)));
  }

  private static ArchCondition<JavaClass> leaveSubPackagesOfOtherModulesAlone() {
    return dependencies(
        "not import sub-packages of other modules",
        (from, to) -> module(from).equals(module(to)) || inRoot(to));
  }

  private static ArchCondition<JavaClass> knowNoSubPackageOfTheirOwn() {
    return dependencies(
        "not depend on sub-packages", (from, to) -> !module(from).equals(module(to)) || inRoot(to));
  }

  private interface Allowed {
    boolean test(JavaClass from, JavaClass to);
  }

  private static ArchCondition<JavaClass> dependencies(String rule, Allowed allowed) {
    return new ArchCondition<>(rule) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(
                d -> d.getTargetClass().getBaseComponentType().getPackageName().startsWith(BASE))
            .filter(d -> !allowed.test(type, d.getTargetClass().getBaseComponentType()))
            .forEach(d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
      }
    };
  }
}
