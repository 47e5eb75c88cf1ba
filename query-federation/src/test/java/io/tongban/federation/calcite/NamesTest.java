package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void findsWhatIsNearAndNothingElse() {
    List<String> known = List.of("approval_number", "trading_name", "town", "name");
    assertThat(Names.near("nme", known)).containsExactly("name");
    assertThat(Names.near("APPROVAL_NUMBR", known)).containsExactly("approval_number");
    assertThat(Names.near("wage", known)).isEmpty();
  }
}
