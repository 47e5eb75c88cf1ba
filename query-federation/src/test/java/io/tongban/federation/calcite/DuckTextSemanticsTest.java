package io.tongban.federation.calcite;

class DuckTextSemanticsTest extends TextSemanticsTestBase {
  @Override
  SourceDatabase database() {
    return DuckDatabase.named("it");
  }

  @Override
  String columns() {
    return "id INT, word VARCHAR, flag BOOLEAN, amount DECIMAL(38, 12), born DATE";
  }
}
