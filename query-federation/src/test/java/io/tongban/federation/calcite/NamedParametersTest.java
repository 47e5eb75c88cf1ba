package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamedParametersTest {
  @Test
  void keepsEveryPositionAndLeavesTextsAndCommentsAlone() {
    String sql = "SELECT ':a', \":b\", :id -- :c\n/* :d */ FROM t WHERE x = :id AND y = :名";
    NamedParameters found = NamedParameters.positional(sql);
    assertThat(found.names()).containsExactly("id", "id");
    assertThat(found.text())
        .isEqualTo("SELECT ':a', \":b\", ?   -- :c\n/* :d */ FROM t WHERE x = ?   AND y = :名")
        .hasSameSizeAs(sql);
  }
}
