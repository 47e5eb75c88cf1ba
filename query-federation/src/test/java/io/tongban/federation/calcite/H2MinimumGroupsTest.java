package io.tongban.federation.calcite;

class H2MinimumGroupsTest extends MinimumGroupsTestBase {
  @Override
  Departments departments() {
    return Departments.onH2();
  }
}
