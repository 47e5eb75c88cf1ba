package io.tongban.federation.calcite;

class H2MasksTest extends MasksTestBase {
  @Override
  Departments departments() {
    return Departments.onH2();
  }
}
