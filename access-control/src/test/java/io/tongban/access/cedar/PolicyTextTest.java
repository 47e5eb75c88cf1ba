package io.tongban.access.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTextTest {
  @Test
  void cutsAfterSemicolonsThatEndAPolicy() {
    List<PolicyText.Statement> cut =
        PolicyText.cut(
            "// one; two\nforbid(a) when { \"x;\\\"y;\" };\n\n  forbid(b); // end;\n// tail");
    assertThat(cut)
        .extracting(s -> s.text().strip())
        .containsExactly("// one; two\nforbid(a) when { \"x;\\\"y;\" };", "forbid(b);");
    assertThat(cut).extracting(PolicyText.Statement::line).containsExactly(1, 2);
  }

  @Test
  void keepsAnUnfinishedPolicySoThatItIsFound() {
    assertThat(PolicyText.cut("forbid(a);\nforbid(b")).hasSize(2);
    assertThat(PolicyText.cut(" \n// nothing\n")).isEmpty();
    assertThat(PolicyText.cut("\"open")).hasSize(1);
  }

  @Test
  void countsLinesInBytesAsCedarDoes() {
    PolicyText.Statement statement = PolicyText.cut("// 注释\nforbid(x);").get(0);
    assertThat(statement.lineOf("// 注释".getBytes(java.nio.charset.StandardCharsets.UTF_8).length))
        .isEqualTo(1);
    assertThat(statement.lineOf("// 注释\n".getBytes(java.nio.charset.StandardCharsets.UTF_8).length))
        .isEqualTo(2);
  }
}
