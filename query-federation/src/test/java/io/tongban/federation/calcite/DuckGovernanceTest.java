package io.tongban.federation.calcite;

/** Jobs and homes on DuckDB; the hub's own database never is. */
class DuckGovernanceTest extends GovernanceTestBase {
  @Override
  Departments departments() {
    return departmentsOnDuck();
  }

  static Departments departmentsOnDuck() {
    return Departments.on(
        name -> name.equals("hub") ? Departments.h2(name) : DuckDatabase.named(name));
  }
}
