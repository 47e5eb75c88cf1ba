package io.tongban.federation.calcite;

class DuckBindJoinTest extends BindJoinTestBase {
  @Override
  Departments open() {
    return DuckGovernanceTest.departmentsOnDuck();
  }
}
