package io.tongban.access.judge;

import io.tongban.access.PersonRows;
import io.tongban.access.Subjects;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.ledger.RowRef;
import io.tongban.registry.ResourceSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** By the declared keys and subjects of resources. */
@ApplicationScoped
class HubPersonRows implements PersonRows {
  private final Definitions definitions;
  private final Subjects subjects;

  @Inject
  HubPersonRows(Definitions definitions, Subjects subjects) {
    this.definitions = definitions;
    this.subjects = subjects;
  }

  /**
   * Where in a resource's key the person is.
   *
   * @param at index of the key's part
   * @param parts how many parts the key has
   */
  private record Place(int at, int parts) {
    /** The parts of a key, which are joined by a bar; one that does not fit is the person whole. */
    String[] parts(String key) {
      String[] split = parts == 1 ? new String[] {key} : key.split("\\|", -1);
      return split.length == parts ? split : new String[] {key};
    }

    String person(String key) {
      String[] split = parts(key);
      return split[split.length == parts ? at : 0];
    }

    String with(String key, UnaryOperator<String> change) {
      String[] split = parts(key);
      int person = split.length == parts ? at : 0;
      split[person] = change.apply(split[person]);
      return String.join("|", split);
    }
  }

  private Optional<Place> place(String resource) {
    return definitions
        .find(ResourceSpec.class, resource)
        .map(Definition::spec)
        .filter(spec -> spec.subject() != null && spec.key().contains(spec.subject()))
        .map(spec -> new Place(spec.key().indexOf(spec.subject()), spec.key().size()));
  }

  @Override
  public List<RowRef> named(List<RowRef> rows) {
    Map<String, Optional<Place>> places = new HashMap<>();
    Set<String> persons = new HashSet<>();
    for (RowRef row : rows) {
      places
          .computeIfAbsent(row.resource(), this::place)
          .ifPresent(place -> persons.add(place.person(row.key())));
    }
    if (persons.isEmpty()) {
      return rows;
    }
    Map<String, String> commitments = subjects.commitments(persons);
    return rows.stream()
        .map(row -> with(row, places.get(row.resource()), commitments::get))
        .toList();
  }

  @Override
  public RowRef sought(RowRef row) {
    return with(row, place(row.resource()), person -> subjects.find(person).orElse(person));
  }

  @Override
  public Optional<String> person(RowRef row) {
    return place(row.resource()).map(place -> place.person(row.key()));
  }

  @Override
  public RowRef resolved(RowRef named) {
    return with(
        named,
        place(named.resource()),
        commitment -> subjects.identifier(commitment).orElse(commitment));
  }

  private static RowRef with(RowRef row, Optional<Place> place, UnaryOperator<String> change) {
    return place
        .map(found -> new RowRef(row.resource(), found.with(row.key(), change)))
        .orElse(row);
  }
}
