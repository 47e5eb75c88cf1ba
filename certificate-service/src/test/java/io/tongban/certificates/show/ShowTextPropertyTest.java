package io.tongban.certificates.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Locale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ShowTextPropertyTest {
  private final SecureRandom random = new SecureRandom();

  @Property(tries = 200)
  void aCodeIsReadHoweverItIsTyped(@ForAll boolean lower, @ForAll boolean grouped) {
    String code = ShowText.make(random);
    String typed = grouped ? " " + ShowText.grouped(code) + "\n" : code;
    typed = typed.replace('0', 'O').replace('1', 'l');
    assertThat(ShowText.read(lower ? typed.toLowerCase(Locale.ROOT) : typed)).contains(code);
  }

  @Property(tries = 500)
  void whatIsReadIsACodeOrNothing(@ForAll String text) {
    ShowText.read(text).ifPresent(code -> assertThat(code).matches("[0-9A-HJKMNP-TV-Z]{12}"));
  }

  @Example
  void whatCanBeNoCodeIsNone() {
    assertThat(ShowText.read(null)).isEmpty();
    assertThat(ShowText.read("")).isEmpty();
    assertThat(ShowText.read("ABCD-EFGH-JKM")).isEmpty();
    assertThat(ShowText.read("ABCD-EFGH-JKMU")).isEmpty();
    assertThat(ShowText.read("ABCD-EFGH-JKMN-P")).isEmpty();
  }
}
