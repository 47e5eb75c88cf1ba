package io.tongban.api.citizen;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.Mask;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "nullify; 不显示; not shown",
        "partial(1,4); 只显示前 1 个和后 4 个字符，其余以 * 代替;"
            + " only the first 1 and the last 4 characters are shown, the rest hidden by *",
        "partial(0,2); 只显示后 2 个字符，其余以 * 代替; only the last 2 characters are shown, the rest hidden by *",
        "partial(1,0); 只显示前 1 个字符，其余以 * 代替; only the first 1 character is shown, the rest hidden by *",
        "partial(0,0); 全部以 * 代替; hidden by * throughout",
        "prefix(6); 只显示前 6 个字符; only the first 6 characters are shown",
        "constant(x); 一律显示为“x”; shown as \"x\", whatever it is",
        "generalise(10); 只显示向下取整到 10 的倍数; only rounded down to a multiple of 10",
        "year; 只显示到年; only the year is shown",
      })
  void aMaskIsToldInPlainWords(String mask, String zh, String en) {
    var words = MaskWords.of(Mask.parse(mask).orElseThrow());
    assertThat(words.zh()).isEqualTo(zh);
    assertThat(words.en()).isEqualTo(en);
  }

  @Test
  void everyMaskHasWordsOfItsOwn() {
    Set<String> told =
        Arrays.stream(
                new String[] {
                  "nullify",
                  "partial(1,1)",
                  "prefix(1)",
                  "constant(a)",
                  "hash",
                  "fpe(10)",
                  "generalise(5)",
                  "year",
                  "month",
                  "day",
                  "hour"
                })
            .map(text -> MaskWords.of(Mask.parse(text).orElseThrow()).en())
            .collect(Collectors.toSet());
    assertThat(told).hasSize(Mask.class.getPermittedSubclasses().length);
    assertThat(told).doesNotContain("partly hidden");
  }
}
