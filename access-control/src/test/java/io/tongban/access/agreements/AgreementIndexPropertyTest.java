package io.tongban.access.agreements;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.PurposeSpec;
import io.tongban.access.SharingAgreementSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.Label;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.SharingType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The index against an oracle that knows only the sentences of the agreements. */
class AgreementIndexPropertyTest {
  private static final List<String> DEPARTMENTS = List.of("d1", "d2", "d3");
  private static final List<String> PURPOSES = List.of("p1", "p2");
  private static final List<String> COLUMNS = List.of("k", "a", "b");
  private static final LocalDate DAY = LocalDate.of(2026, 1, 15);

  record Resource(String provider, SharingType sharing) {}

  record Agreement(
      String recipient,
      Set<String> purposes,
      String status,
      int fromOffset,
      int toOffset,
      Map<String, Set<String>> covers,
      boolean masked) {}

  record World(List<Resource> resources, List<Agreement> agreements) {}

  record Ask(String department, String purpose, Map<Integer, Set<String>> columns) {}

  @Provide
  Arbitrary<World> worlds() {
    Arbitrary<Resource> resource =
        Combinators.combine(Arbitraries.of(DEPARTMENTS), Arbitraries.of(SharingType.values()))
            .as(Resource::new);
    Arbitrary<Agreement> agreement =
        Combinators.combine(
                Arbitraries.of(DEPARTMENTS),
                Arbitraries.of(PURPOSES).set().ofMinSize(1),
                Arbitraries.of("authorised", "authorised", "authorised", "suspended", "ended"),
                Arbitraries.integers().between(-3, 1),
                Arbitraries.integers().between(-1, 3),
                Arbitraries.maps(
                        Arbitraries.of("r0", "r1", "r2"),
                        Arbitraries.of(COLUMNS).set().ofMinSize(1))
                    .ofMinSize(1),
                Arbitraries.of(true, false))
            .as(Agreement::new);
    return Combinators.combine(resource.list().ofSize(3), agreement.list().ofMaxSize(5))
        .as(World::new);
  }

  @Provide
  Arbitrary<Ask> asks() {
    return Combinators.combine(
            Arbitraries.of(DEPARTMENTS),
            Arbitraries.of(PURPOSES),
            Arbitraries.maps(
                Arbitraries.integers().between(0, 2), Arbitraries.of(COLUMNS).set().ofMaxSize(3)))
        .as(Ask::new);
  }

  @Property(tries = 2000)
  void allowsExactlyWhatTheOracleAllows(@ForAll("worlds") World world, @ForAll("asks") Ask ask) {
    Map<String, Set<String>> asked = new HashMap<>();
    ask.columns().forEach((number, columns) -> asked.put("r" + number, columns));
    Resolution resolution =
        AgreementIndex.of(new View(world))
            .resolve(new AgreementIndex.Question(ask.department(), ask.purpose(), asked, DAY));

    Set<String> needed = needed(world, ask, asked.keySet());
    List<Integer> covering = covering(world, ask, asked, needed);
    if (needed.isEmpty()) {
      assertThat(resolution).isInstanceOf(Resolution.Allowed.class);
      assertThat(((Resolution.Allowed) resolution).basis().agreement()).isNull();
    } else if (covering.isEmpty()) {
      assertThat(resolution).isInstanceOf(Resolution.NotAgreed.class);
      assertThat(((Resolution.NotAgreed) resolution).missing()).isNotEmpty();
      assertThat(((Resolution.NotAgreed) resolution).missing())
          .allSatisfy(m -> assertThat(needed).contains(m.resource()));
    } else {
      assertThat(resolution).isInstanceOf(Resolution.Allowed.class);
      checkTerms((Resolution.Allowed) resolution, world, asked, needed, covering);
    }
  }

  /** Resources that are neither the department's own nor shared unconditionally. */
  private static Set<String> needed(World world, Ask ask, Set<String> asked) {
    Set<String> needed = new TreeSet<>();
    for (String name : asked) {
      Resource resource = world.resources().get(name.charAt(1) - '0');
      if (!resource.provider().equals(ask.department())
          && resource.sharing() != SharingType.UNCONDITIONAL) {
        needed.add(name);
      }
    }
    return needed;
  }

  private static List<Integer> covering(
      World world, Ask ask, Map<String, Set<String>> asked, Set<String> needed) {
    List<Integer> covering = new ArrayList<>();
    for (int i = 0; i < world.agreements().size(); i++) {
      Agreement agreement = world.agreements().get(i);
      boolean holds =
          agreement.recipient().equals(ask.department())
              && agreement.purposes().contains(ask.purpose())
              && agreement.status().equals("authorised")
              && agreement.fromOffset() <= 0
              && agreement.toOffset() >= 0;
      for (String name : needed) {
        holds &= world.resources().get(name.charAt(1) - '0').sharing() != SharingType.NOT_SHARED;
        holds &= agreement.covers().getOrDefault(name, Set.of()).containsAll(asked.get(name));
        holds &= agreement.covers().containsKey(name);
      }
      if (holds) {
        covering.add(i);
      }
    }
    return covering;
  }

  private static void checkTerms(
      Resolution.Allowed allowed,
      World world,
      Map<String, Set<String>> asked,
      Set<String> needed,
      List<Integer> covering) {
    int chosen = Integer.parseInt(allowed.basis().agreement().substring(1));
    assertThat(covering).contains(chosen);
    assertThat(allowed.terms()).containsOnlyKeys(asked.keySet());
    asked.forEach(
        (name, columns) -> {
          Resolution.Terms terms = allowed.terms().get(name);
          Agreement agreement = world.agreements().get(chosen);
          Set<String> most =
              needed.contains(name) ? agreement.covers().get(name) : Set.copyOf(COLUMNS);
          assertThat(terms.columns())
              .containsExactlyInAnyOrderElementsOf(columns.isEmpty() ? most : columns);
          boolean masked =
              needed.contains(name) && agreement.masked() && terms.columns().contains("a");
          assertThat(terms.masks().keySet()).isEqualTo(masked ? Set.of("a") : Set.of());
        });
  }

  @Property(tries = 500)
  void picksTheSameAgreementInWhateverOrderTheyAreDeclared(
      @ForAll("worlds") World world, @ForAll("asks") Ask ask) {
    Map<String, Set<String>> asked = new HashMap<>();
    ask.columns().forEach((number, columns) -> asked.put("r" + number, columns));
    var question = new AgreementIndex.Question(ask.department(), ask.purpose(), asked, DAY);
    assertThat(AgreementIndex.of(new View(world, true)).resolve(question))
        .isEqualTo(AgreementIndex.of(new View(world)).resolve(question));
  }

  /** Definitions of a random world. */
  private static final class View implements DefinitionView {
    private final List<Definition<?>> definitions = new ArrayList<>();

    View(World world) {
      this(world, false);
    }

    View(World world, boolean reversed) {
      for (int i = 0; i < world.resources().size(); i++) {
        add("Resource", "r" + i, resource(world.resources().get(i)));
      }
      for (int i = 0; i < world.agreements().size(); i++) {
        add("SharingAgreement", "a" + i, agreement(world.agreements().get(i)));
      }
      PURPOSES.forEach(
          p -> add("Purpose", p, new PurposeSpec(new Label(p, p), "law of " + p, null)));
      if (reversed) {
        java.util.Collections.reverse(definitions);
      }
    }

    private void add(String kind, String name, Object spec) {
      definitions.add(new Definition<>(kind, name, new Label(name, name), spec, 1, "", Map.of()));
    }

    private static ResourceSpec resource(Resource resource) {
      List<ResourceSpec.Item> items =
          COLUMNS.stream().map(c -> new ResourceSpec.Item(c, "text", null, null)).toList();
      return new ResourceSpec(
          null,
          resource.provider(),
          null,
          null,
          null,
          resource.sharing(),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          items,
          List.of("k"),
          null,
          null,
          null,
          null);
    }

    private static SharingAgreementSpec agreement(Agreement agreement) {
      Map<String, SharingAgreementSpec.Terms> resources = new HashMap<>();
      agreement
          .covers()
          .forEach(
              (name, columns) ->
                  resources.put(
                      name,
                      new SharingAgreementSpec.Terms(
                          List.copyOf(columns),
                          agreement.masked() && columns.contains("a")
                              ? Map.of("a", "nullify")
                              : null,
                          null,
                          null)));
      return new SharingAgreementSpec(
          agreement.recipient(),
          List.copyOf(agreement.purposes()),
          null,
          agreement.status(),
          DAY.plusDays(agreement.fromOffset()),
          DAY.plusDays(agreement.toOffset()),
          null,
          null,
          null,
          null,
          resources);
    }

    @Override
    public <T> Optional<Definition<T>> find(Class<T> spec, String name) {
      return all(spec).stream().filter(d -> d.name().equals(name)).findFirst();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> List<Definition<T>> all(Class<T> spec) {
      List<Definition<T>> found = new ArrayList<>();
      for (Definition<?> definition : definitions) {
        if (spec.isInstance(definition.spec())) {
          found.add((Definition<T>) definition);
        }
      }
      return found;
    }
  }
}
