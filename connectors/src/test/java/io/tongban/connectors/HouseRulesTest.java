package io.tongban.connectors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.tongban.connectors",
    importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
  @ArchTest
  static final ArchRule ENGINES_STAY_IN_THEIR_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tongban.connectors.camel")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.camel..", "org.quartz..");

  @ArchTest
  static final ArchRule WORKBOOKS_ARE_A_FORMAT =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tongban.connectors.format")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.poi..");

  @ArchTest
  static final ArchRule THE_ROOT_KNOWS_NO_SUB_PACKAGE =
      noClasses()
          .that()
          .resideInAPackage("io.tongban.connectors")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tongban.connectors.*..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.tongban.connectors.(*)..").should().beFreeOfCycles();
}
