package io.tongban.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The kernel is a closed list: whoever adds to it changes this test and says why. */
@AnalyzeClasses(packages = "io.tongban.hub", importOptions = ImportOption.DoNotIncludeTests.class)
class KernelArchitectureTest {
  private static final Set<String> CLOSED_LIST =
      Set.of(
          "ApplyReport",
          "CanonicalJson",
          "CanonicalWriter",
          "Cursor",
          "Database",
          "Definition",
          "DefinitionArchive",
          "DefinitionFile",
          "DefinitionKind",
          "DefinitionView",
          "Definitions",
          "DefinitionsChanged",
          "DepartmentSpec",
          "Difference",
          "Dialect",
          "Fault",
          "FaultSink",
          "GroupPace",
          "HubKeys",
          "HubProblem",
          "HubSettings",
          "HubSpec",
          "HubVariables",
          "Ids",
          "Jobs",
          "Label",
          "Leases",
          "Nearest",
          "Place",
          "Problem",
          "ProblemCode",
          "ProblemException",
          "SourceHealth",
          "SourceSpec",
          "Sources",
          "package-info");

  @ArchTest
  static final ArchRule THE_LIST_IS_CLOSED =
      classes()
          .that()
          .resideInAPackage("io.tongban.hub")
          .and()
          .areTopLevelClasses()
          .should(
              com.tngtech.archunit.lang.conditions.ArchConditions.be(
                  DescribedPredicate.describe(
                      "on the closed list",
                      (JavaClass type) -> CLOSED_LIST.contains(type.getSimpleName()))));

  @ArchTest
  static final ArchRule THE_FACE_KNOWS_NOTHING_OF_WHAT_IS_BEHIND =
      noClasses()
          .that()
          .resideInAPackage("io.tongban.hub")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tongban.hub.*..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.tongban.hub.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule SNAKEYAML_STAYS_IN_ITS_ROOM = only("org.yaml..", "..yaml..");

  @ArchTest
  static final ArchRule SCHEMA_ENGINES_STAY_IN_THEIR_ROOM =
      only("com.networknt..", "..jsonschema..");

  @ArchTest
  static final ArchRule SCHEMA_GENERATORS_STAY_IN_THEIR_ROOM =
      only("com.github.victools..", "..jsonschema..");

  @ArchTest static final ArchRule POOLS_STAY_IN_THEIR_ROOM = only("io.agroal..", "..jdbc..");

  @ArchTest
  static final ArchRule NO_SYSTEM_PROPERTIES =
      noClasses().should().callMethod(System.class, "getProperty", String.class);

  @ArchTest
  static final ArchRule TIME_COMES_FROM_THE_CLOCK =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  private static ArchRule only(String engine, String room) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(engine);
  }
}
