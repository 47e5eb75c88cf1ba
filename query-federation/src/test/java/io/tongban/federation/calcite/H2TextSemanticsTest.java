package io.tongban.federation.calcite;

class H2TextSemanticsTest extends TextSemanticsTestBase {
  @Override
  SourceDatabase database() {
    return Departments.h2("it");
  }

  @Override
  String columns() {
    return "id INT PRIMARY KEY, word VARCHAR(40), flag BOOLEAN, amount DECIMAL(12, 2), born"
        + " DATE";
  }
}
