package io.tongban.access.agreements;

import io.tongban.access.AccessGrant;
import io.tongban.access.Mask;
import io.tongban.access.PurposeSpec;
import io.tongban.access.SharingAgreementSpec;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.SharingType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The agreements of one catalogue version, ready to be asked. An answer is worked out once and then
 * kept, since it depends on nothing but the question and the version.
 */
public final class AgreementIndex {
  /** Clients choose the columns they ask for; beyond this many answers all are forgotten. */
  private static final int KEPT = 10_000;

  private final Map<String, ResourceSpec> resources = new TreeMap<>();
  private final Map<String, String> purposeLaws = new HashMap<>();
  private final Map<String, List<Agreement>> byRecipient = new HashMap<>();
  private final Map<Question, Resolution> answers = new ConcurrentHashMap<>();

  private AgreementIndex() {}

  /** Of what is declared now. */
  public static AgreementIndex of(DefinitionView definitions) {
    AgreementIndex index = new AgreementIndex();
    for (Definition<ResourceSpec> resource : definitions.all(ResourceSpec.class)) {
      index.resources.put(resource.name(), resource.spec());
    }
    for (Definition<PurposeSpec> purpose : definitions.all(PurposeSpec.class)) {
      if (purpose.spec().law() != null) {
        index.purposeLaws.put(purpose.name(), purpose.spec().law());
      }
    }
    for (Definition<SharingAgreementSpec> agreement : definitions.all(SharingAgreementSpec.class)) {
      index
          .byRecipient
          .computeIfAbsent(agreement.spec().recipient(), r -> new ArrayList<>())
          .add(Agreement.of(agreement));
    }
    index.byRecipient.values().forEach(list -> list.sort(Comparator.comparing(Agreement::name)));
    return index;
  }

  /**
   * A question.
   *
   * @param columns asked for by resource; an empty set means all that is granted
   * @param day today in the hub's zone
   */
  public record Question(
      String department, String purpose, Map<String, Set<String>> columns, LocalDate day) {
    public Question {
      columns = Map.copyOf(columns);
    }
  }

  /** The answer. Equal questions have the identical answer while they are kept. */
  public Resolution resolve(Question question) {
    Resolution known = answers.get(question);
    if (known != null) {
      return known;
    }
    if (answers.size() >= KEPT) {
      answers.clear();
    }
    Resolution made = answer(question);
    Resolution first = answers.putIfAbsent(question, made);
    return first == null ? made : first;
  }

  private Resolution answer(Question question) {
    Optional<Resolution> unknown = unknown(question);
    if (unknown.isPresent()) {
      return unknown.get();
    }
    Map<String, Resolution.Terms> free = new TreeMap<>();
    Map<String, Set<String>> needed = new TreeMap<>();
    boolean unconditional = false;
    for (Map.Entry<String, Set<String>> asked : question.columns().entrySet()) {
      ResourceSpec spec = resources.get(asked.getKey());
      boolean own = spec.provider().equals(question.department());
      if (own || spec.sharing() == SharingType.UNCONDITIONAL) {
        unconditional |= !own;
        free.put(asked.getKey(), whole(spec, asked.getValue()));
      } else {
        needed.put(asked.getKey(), asked.getValue());
      }
    }
    if (needed.isEmpty()) {
      String kind = unconditional ? "unconditional" : "own";
      return allowed(
          new AccessGrant.Basis(kind, null, purposeLaws.get(question.purpose())),
          free,
          0,
          null,
          Set.of());
    }
    return underAgreement(question, free, needed);
  }

  private Resolution underAgreement(
      Question question, Map<String, Resolution.Terms> free, Map<String, Set<String>> needed) {
    Optional<Agreement> agreement =
        inForce(question)
            .filter(a -> needed.entrySet().stream().allMatch(n -> covers(a, n)))
            .min(preference(needed));
    if (agreement.isEmpty()) {
      return new NearMiss(resources, recipients(question)).explain(question, needed);
    }
    Agreement chosen = agreement.get();
    Map<String, Resolution.Terms> terms = new TreeMap<>(free);
    needed.forEach((resource, columns) -> terms.put(resource, part(chosen, resource, columns)));
    SharingAgreementSpec spec = chosen.spec();
    String law = spec.law() == null ? purposeLaws.get(question.purpose()) : spec.law();
    return allowed(
        new AccessGrant.Basis(chosen.consent() ? "consent" : "agreement", chosen.name(), law),
        terms,
        spec.rowLimit() == null ? 0 : spec.rowLimit(),
        spec.rate(),
        chosen.consent() ? needed.keySet() : Set.of());
  }

  private Stream<Agreement> inForce(Question question) {
    return recipients(question).stream()
        .filter(a -> a.whyNot(question.purpose(), question.day()).isEmpty());
  }

  private List<Agreement> recipients(Question question) {
    return byRecipient.getOrDefault(question.department(), List.of());
  }

  /** What is not shared was perhaps shared when the agreement was made; it no longer is. */
  private boolean covers(Agreement agreement, Map.Entry<String, Set<String>> needed) {
    ResourceSpec spec = resources.get(needed.getKey());
    return spec.sharing() != SharingType.NOT_SHARED
        && (!agreement.consent() || spec.subject() != null)
        && agreement.covers(needed.getKey(), needed.getValue());
  }

  /**
   * Of several agreements that cover a use: one that needs nobody's consent, then the one that
   * grants most columns, then holds fewest resources to statistics, then masks fewest, then limits
   * fewest resources' rows, then the first by name.
   */
  private Comparator<Agreement> preference(Map<String, Set<String>> needed) {
    return Comparator.comparing(Agreement::consent)
        .thenComparingInt(a -> -count(a, needed, t -> t.columns().size()))
        .thenComparingInt(a -> count(a, needed, t -> t.minimumGroup() > 1 ? 1 : 0))
        .thenComparingInt(a -> count(a, needed, t -> t.masks().size()))
        .thenComparingInt(a -> count(a, needed, t -> t.rows().isEmpty() ? 0 : 1))
        .thenComparing(Agreement::name);
  }

  private int count(
      Agreement agreement, Map<String, Set<String>> needed, ToIntFunction<Resolution.Terms> of) {
    return needed.entrySet().stream()
        .mapToInt(n -> of.applyAsInt(part(agreement, n.getKey(), n.getValue())))
        .sum();
  }

  private Resolution.Terms part(Agreement agreement, String resource, Set<String> asked) {
    ResourceSpec spec = resources.get(resource);
    Agreement.Covered covered = agreement.resources().get(resource);
    List<String> columns =
        columns(spec).stream()
            .filter(covered.columns()::contains)
            .filter(c -> asked.isEmpty() || asked.contains(c))
            .toList();
    Map<String, Mask> masks = new HashMap<>(covered.masks());
    masks.keySet().retainAll(columns);
    masks.keySet().removeAll(spec.key());
    Resolution.Terms terms =
        new Resolution.Terms(
            spec.provider(),
            columns,
            masks,
            covered.rows(),
            covered.attributes(),
            covered.minimumGroup());
    return agreement.consent() ? terms.of(spec.subject()) : terms;
  }

  private static Resolution.Terms whole(ResourceSpec spec, Set<String> asked) {
    List<String> columns =
        columns(spec).stream().filter(c -> asked.isEmpty() || asked.contains(c)).toList();
    return new Resolution.Terms(spec.provider(), columns, Map.of(), "", Set.of(), 1);
  }

  private Optional<Resolution> unknown(Question question) {
    for (Map.Entry<String, Set<String>> asked : new TreeMap<>(question.columns()).entrySet()) {
      ResourceSpec spec = resources.get(asked.getKey());
      if (spec == null) {
        return Optional.of(
            new Resolution.UnknownResource(
                asked.getKey(), NearName.fix("resource", asked.getKey(), resources.keySet())));
      }
      Set<String> strange = new TreeSet<>(asked.getValue());
      strange.removeAll(columns(spec));
      if (!strange.isEmpty()) {
        String column = strange.iterator().next();
        return Optional.of(
            new Resolution.UnknownColumn(
                asked.getKey(), column, NearName.fix("column", column, columns(spec))));
      }
    }
    return Optional.empty();
  }

  static List<String> columns(ResourceSpec spec) {
    return spec.items().stream().map(ResourceSpec.Item::name).toList();
  }

  private static Resolution allowed(
      AccessGrant.Basis basis,
      Map<String, Resolution.Terms> terms,
      long rowLimit,
      SharingAgreementSpec.Rate rate,
      Set<String> consent) {
    return new Resolution.Allowed(basis, terms, rowLimit, rate, consent, shape(terms));
  }

  /** Only what shapes a plan: the values of the caller's attributes are bound when it runs. */
  private static String shape(Map<String, Resolution.Terms> terms) {
    Map<String, Object> shape = new TreeMap<>();
    terms.forEach(
        (resource, t) -> {
          Map<String, String> masks = new TreeMap<>();
          t.masks().forEach((column, mask) -> masks.put(column, mask.text()));
          shape.put(
              resource,
              Map.of(
                  "columns",
                  t.columns(),
                  "masks",
                  masks,
                  "rows",
                  t.rows(),
                  "minimumGroup",
                  t.minimumGroup()));
        });
    return HexFormat.of().formatHex(CanonicalJson.sha256(shape));
  }
}
