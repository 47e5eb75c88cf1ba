package io.tongban.connectors.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.connectors.format.Encodings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever stands in a file: it can be looked at, and drafts hold names only. */
class InspectionPropertiesTest {
  @Property(tries = 300)
  void anyTextIsLookedAt(@ForAll String text, @ForAll String name) {
    ColumnStats stats = new ColumnStats(name, 16);
    stats.add(text);
    stats.add(null);
    new ColumnFacts(stats).told();
    Masking.plain(text);
    Masking.whole(text);
    Names.compare(text, name);
    assertThat(DraftYaml.kebab(name)).matches("[a-z][a-z0-9-]{0,60}");
  }

  @Property(tries = 300)
  void anyBytesHaveAnEncodingOrASignature(@ForAll byte[] bytes) {
    Encodings.propose(bytes);
    DateFormats.of(List.of(new String(bytes, StandardCharsets.ISO_8859_1)));
  }
}
