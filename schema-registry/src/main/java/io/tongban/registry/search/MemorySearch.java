package io.tongban.registry.search;

import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.registry.CodeListSpec;
import io.tongban.registry.Column;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.Registry;
import io.tongban.registry.RegistrySearch;
import io.tongban.registry.Resource;
import io.tongban.registry.search.Searchable.Scored;
import io.tongban.registry.search.Searchable.Weight;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Search in memory; its texts are made anew when the catalogue's version has changed. */
@ApplicationScoped
class MemorySearch implements RegistrySearch {
  private static final int LONGEST_QUERY = 200;
  private static final Comparator<Scored> BEST =
      Comparator.comparingInt(Scored::points)
          .reversed()
          .thenComparing(scored -> scored.hit().kind())
          .thenComparing(scored -> scored.hit().name());

  private final Registry registry;
  private final Definitions definitions;
  private volatile Texts texts;

  private record Texts(long version, List<Searchable> all) {}

  @Inject
  MemorySearch(Registry registry, Definitions definitions) {
    this.registry = registry;
    this.definitions = definitions;
  }

  @Override
  public List<Hit> find(String query, int limit) {
    List<String> words = words(query);
    if (words.isEmpty()) {
      return List.of();
    }
    return current().stream()
        .map(searchable -> searchable.match(words))
        .flatMap(Optional::stream)
        .sorted(BEST)
        .limit(limit)
        .map(Scored::hit)
        .toList();
  }

  private static List<String> words(String query) {
    String plain = Searchable.plain(query.substring(0, Math.min(query.length(), LONGEST_QUERY)));
    return Arrays.stream(plain.strip().split("\\s+", -1)).filter(w -> !w.isEmpty()).toList();
  }

  private List<Searchable> current() {
    long version = definitions.version();
    Texts known = texts;
    if (known == null || known.version() != version) {
      known = new Texts(version, read());
      texts = known;
    }
    return known.all();
  }

  private List<Searchable> read() {
    List<Searchable> all = new ArrayList<>();
    registry.resources().forEach(resource -> all.add(resource(resource)));
    registry.elements().forEach(element -> all.add(element(element)));
    for (Definition<CodeListSpec> list : definitions.all(CodeListSpec.class)) {
      Searchable searchable = new Searchable(Kind.CODE_LIST, list.name(), list.title());
      searchable.add(list.spec().standard(), Weight.SYNONYM);
      all.add(searchable);
    }
    return List.copyOf(all);
  }

  private Searchable resource(Resource resource) {
    Searchable found = new Searchable(Kind.RESOURCE, resource.name(), resource.title());
    found.add(resource.spec().code(), Weight.TITLE);
    found.add(resource.spec().description(), Weight.DEFINITION);
    if (resource.spec().classification() != null) {
      resource.spec().classification().forEach(text -> found.add(text, Weight.SYNONYM));
    }
    for (Column column : resource.columns()) {
      found.add(column.name(), Weight.ITEM);
      found.add(column.title(), Weight.ITEM);
      registry
          .element(column.element())
          .map(Definition::spec)
          .map(DataElementSpec::synonyms)
          .ifPresent(synonyms -> synonyms.forEach(text -> found.add(text, Weight.ITEM)));
    }
    return found;
  }

  private static Searchable element(Definition<DataElementSpec> element) {
    DataElementSpec spec = element.spec();
    Searchable found = new Searchable(Kind.ELEMENT, element.name(), element.title());
    found.add(spec.identifier(), Weight.TITLE);
    found.add(spec.pinyin(), Weight.SYNONYM);
    found.add(spec.objectClass(), Weight.ITEM);
    found.add(spec.property(), Weight.ITEM);
    found.add(spec.definition(), Weight.DEFINITION);
    if (spec.synonyms() != null) {
      spec.synonyms().forEach(text -> found.add(text, Weight.SYNONYM));
    }
    return found;
  }
}
