package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The form of GB/T 36904 with the check of ISO/IEC 7064 MOD 37,36. */
class CertificateIdentifierTest {
  private static final String ROOT = "1.2.156.3005.2.";
  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  @Example
  void readsAndWritesPublishedIdentifiers() {
    for (String fields :
        new String[] {
          "11100000000013338W032.11220000013544541J.2430599.001.F",
          "11100000MB03271699022.340100.000000016.001.9",
          "11100000000013338W011.11430000006122244L.20230000403.001.U",
          "11100000000013338W009.11330105002500287C.2025052201.002.0"
        }) {
      assertThat(CertificateIdentifier.parse(ROOT + fields)).hasToString(ROOT + fields);
    }
  }

  @Example
  void refusesOtherForms() {
    for (String text :
        new String[] {
          "",
          "11100000MB03271699022.340100.000000016.001.9",
          "1.2.156.3005.1.11100000MB03271699022.340100.000000016.001.9",
          ROOT + "11100000MB03271699022.340100.000000016.001.8",
          ROOT + "11100000MB03271699022.340100.000000016.01.9",
          ROOT + "11100000mb03271699022.340100.000000016.001.9",
          ROOT + "11100000MB0327169902.340100.000000016.001.9",
          ROOT + "11100000MB03271699022.3401.000000016.001.9",
          ROOT + "11100000MB03271699022.340100..001.9",
          ROOT + "11100000MB03271699022.340100.000000016.000.9",
          ROOT + "11100000MB03271699022.340100.000000016.001.9 "
        }) {
      assertThatThrownBy(() -> CertificateIdentifier.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property(tries = 300)
  void whatIsWrittenIsRead(@ForAll("identifiers") CertificateIdentifier identifier) {
    assertThat(CertificateIdentifier.parse(identifier.toString())).isEqualTo(identifier);
  }

  @Property(tries = 300)
  void everyWrongCharacterIsDetected(
      @ForAll("identifiers") CertificateIdentifier identifier,
      @ForAll @IntRange(max = 1000) int place) {
    String text = identifier.toString();
    int at = ROOT.length() + place % (text.length() - ROOT.length());
    if (text.charAt(at) == '.') {
      return;
    }
    for (char other : ALPHABET.toCharArray()) {
      if (other != text.charAt(at)) {
        String wrong = text.substring(0, at) + other + text.substring(at + 1);
        assertThatThrownBy(() -> CertificateIdentifier.parse(wrong))
            .as(wrong)
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  /** The standard promises nearly all: exactly one exchange in 630 passes in each inner state. */
  @Example
  void nearlyEveryExchangeOfNeighboursIsDetected() {
    int passed = 0;
    int tried = 0;
    for (char before : ALPHABET.toCharArray()) {
      for (int a = 0; a < 36; a++) {
        for (int b = a + 1; b < 36; b++) {
          String ab = "" + before + ALPHABET.charAt(a) + ALPHABET.charAt(b);
          String ba = "" + before + ALPHABET.charAt(b) + ALPHABET.charAt(a);
          tried++;
          if (CertificateIdentifier.check(ab) == CertificateIdentifier.check(ba)) {
            passed++;
          }
        }
      }
    }
    assertThat(tried).isEqualTo(36 * 630);
    assertThat(passed).isEqualTo(36);
  }

  @Provide
  Arbitrary<CertificateIdentifier> identifiers() {
    Arbitrary<Integer> version = Arbitraries.integers().between(1, 999);
    return Combinators.combine(text(18), text(3, "0123456789"), text(18), text(9), version)
        .as(
            (body, number, issuer, serial, v) ->
                new CertificateIdentifier(body + number, issuer, serial, v));
  }

  private static Arbitrary<String> text(int length) {
    return text(length, ALPHABET);
  }

  private static Arbitrary<String> text(int length, String alphabet) {
    return Arbitraries.strings().withChars(alphabet.toCharArray()).ofLength(length);
  }
}
