package io.tongban.access;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jdbi.v3.core.Handle;

@AnalyzeClasses(packages = "io.tongban.access", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule THE_ROOT_KNOWS_NO_SUB_PACKAGE =
      noClasses()
          .that()
          .resideInAPackage("io.tongban.access")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tongban.access.*..");

  @ArchTest static final ArchRule CEDAR_STAYS_IN_ITS_PACKAGE = onlyIn("cedar", "com.cedarpolicy..");

  @ArchTest
  static final ArchRule NIMBUS_STAYS_IN_JOSE =
      onlyIn("jose", "com.nimbusds..", "com.amazon.corretto..");

  /** But for the handle of a transaction that a notice is written in. */
  @ArchTest
  static final ArchRule JDBI_STAYS_IN_JDBC =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tongban.access.jdbc..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.jdbi..", "java.sql..").and(not(type(Handle.class))));

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.tongban.access.(*)..").should().beFreeOfCycles();

  private static ArchRule onlyIn(String part, String... engine) {
    return noClasses()
        .that()
        .resideOutsideOfPackage("io.tongban.access." + part + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(engine);
  }
}
