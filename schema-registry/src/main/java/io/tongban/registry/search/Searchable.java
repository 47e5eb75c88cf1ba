package io.tongban.registry.search;

import io.tongban.hub.Label;
import io.tongban.registry.Pinyin;
import io.tongban.registry.RegistrySearch.Hit;
import io.tongban.registry.RegistrySearch.Kind;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Something registered with the texts it can be found by. */
final class Searchable {
  /** How much a text counts by where it stands. */
  enum Weight {
    TITLE(8),
    SYNONYM(6),
    ITEM(4),
    DEFINITION(1);

    private final int points;

    Weight(int points) {
      this.points = points;
    }
  }

  private record Text(String written, String plain, String sound, String initials, int points) {}

  private final Kind kind;
  private final String name;
  private final Label title;
  private final List<Text> texts = new ArrayList<>();

  Searchable(Kind kind, String name, Label title) {
    this.kind = kind;
    this.name = name;
    this.title = title;
    add(name, Weight.TITLE);
    add(title, Weight.TITLE);
  }

  void add(Label label, Weight weight) {
    if (label != null) {
      add(label.zh(), weight);
      if (!label.en().equals(label.zh())) {
        add(label.en(), weight);
      }
    }
  }

  void add(String text, Weight weight) {
    if (text != null && !text.isBlank()) {
      List<String> syllables = Pinyin.syllables(text);
      StringBuilder initials = new StringBuilder();
      syllables.forEach(syllable -> initials.append(syllable.charAt(0)));
      texts.add(
          new Text(
              text, plain(text), String.join("", syllables), initials.toString(), weight.points));
    }
  }

  /** A text as it is compared: compatibility forms folded, lower case. */
  static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  /** A hit with its points. */
  record Scored(Hit hit, int points) {}

  /** The hit if every word is found. */
  Optional<Scored> match(List<String> words) {
    int sum = 0;
    int best = 0;
    Text by = null;
    for (String word : words) {
      int most = 0;
      for (Text text : texts) {
        int points = points(text, word);
        if (points > most) {
          most = points;
        }
        if (points > best) {
          best = points;
          by = text;
        }
      }
      if (most == 0) {
        return Optional.empty();
      }
      sum += most;
    }
    return by == null
        ? Optional.empty()
        : Optional.of(new Scored(new Hit(kind, name, title, by.written()), sum));
  }

  /** Whole texts count more than beginnings, these more than parts, and texts more than sounds. */
  private static int points(Text text, String word) {
    int fit = 0;
    if (text.plain().equals(word)) {
      fit = 16;
    } else if (text.plain().startsWith(word)) {
      fit = 10;
    } else if (text.plain().contains(word)) {
      fit = 8;
    } else if (text.sound().startsWith(word)) {
      fit = 6;
    } else if (word.length() > 1 && text.sound().contains(word)) {
      fit = 4;
    } else if (word.length() > 1 && text.initials().contains(word)) {
      fit = 3;
    }
    return fit * text.points();
  }
}
