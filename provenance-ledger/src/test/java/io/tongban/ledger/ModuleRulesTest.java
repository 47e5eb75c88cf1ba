package io.tongban.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module's own walls. */
@AnalyzeClasses(
    packages = "io.tongban.ledger",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
  @ArchTest
  static final ArchRule THE_PUBLIC_FACE_KNOWS_NO_SUB_PACKAGE =
      noClasses()
          .that()
          .resideInAPackage("io.tongban.ledger")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tongban.ledger.*..");

  @ArchTest
  static final ArchRule WEB3J_STAYS_IN_ITS_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tongban.ledger.web3j")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.web3j..");

  @ArchTest
  static final ArchRule OPENLINEAGE_STAYS_IN_ITS_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tongban.ledger.openlineage")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.openlineage..");

  @ArchTest
  static final ArchRule THE_TREE_IS_PURE =
      noClasses()
          .that()
          .resideInAPackage("io.tongban.ledger.merkle")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.jdbi..", "io.tongban.ledger.jdbc..");
}
