package io.tongban.federation.calcite;

class H2GovernanceTest extends GovernanceTestBase {
  @Override
  Departments departments() {
    return Departments.onH2();
  }
}
