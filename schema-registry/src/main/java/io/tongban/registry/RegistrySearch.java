package io.tongban.registry;

import io.tongban.hub.Label;
import java.util.List;

/**
 * Finds what is registered by words in Chinese, English or Pinyin: names, titles, synonyms,
 * information items, definitions.
 */
public interface RegistrySearch {
  /** What can be found. */
  enum Kind {
    /** A resource directory item. */
    RESOURCE,
    /** A data element. */
    ELEMENT,
    /** A code list. */
    CODE_LIST
  }

  /**
   * What was found.
   *
   * @param name name of the definition
   * @param by the text that matched best, as it is written in the registry
   */
  record Hit(Kind kind, String name, Label title, String by) {}

  /**
   * The best matches, best first. Every word of the query has to be found in one way or another: in
   * a text, in its Pinyin without tones ({@code xingzheng}) or in the initials of that ({@code
   * xzqh}); full-width letters and case make no difference.
   *
   * @param query words with spaces between them; an empty one finds nothing
   * @param limit most hits
   */
  List<Hit> find(String query, int limit);
}
