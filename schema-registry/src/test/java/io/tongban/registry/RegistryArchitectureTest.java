package io.tongban.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.tongban.registry",
    importOptions = ImportOption.DoNotIncludeTests.class)
class RegistryArchitectureTest {
  @ArchTest
  static final ArchRule THE_FACE_KNOWS_NO_ROOM =
      noClasses()
          .that()
          .resideInAPackage("io.tongban.registry")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tongban.registry.*..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.tongban.registry.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_KERNEL =
      classes()
          .that()
          .resideInAPackage("io.tongban.registry..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "io.tongban.access..",
              "io.tongban.ledger..",
              "io.tongban.connectors..",
              "io.tongban.federation..",
              "io.tongban.certificates..",
              "io.tongban.api..",
              "io.tongban.hub.*..");

  @ArchTest
  static final ArchRule DRIVERS_STAY_IN_JDBC =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tongban.registry.jdbc")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.postgresql..", "org.h2..");

  @ArchTest
  static final ArchRule CSV_STAYS_IN_CSV =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tongban.registry.csv")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson.dataformat.csv..");
}
