package io.tongban.access.agreements;

import io.tongban.access.Mask;
import io.tongban.access.SharingAgreementSpec;
import io.tongban.hub.Definition;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A sharing agreement with its masks read. */
record Agreement(String name, SharingAgreementSpec spec, Map<String, Covered> resources) {
  /** What it covers of one resource. */
  record Covered(
      Set<String> columns,
      Map<String, Mask> masks,
      String rows,
      Set<String> attributes,
      int minimumGroup) {}

  static Agreement of(Definition<SharingAgreementSpec> definition) {
    Map<String, Covered> resources = new HashMap<>();
    definition.spec().resources().forEach((name, terms) -> resources.put(name, covered(terms)));
    return new Agreement(definition.name(), definition.spec(), Map.copyOf(resources));
  }

  private static Covered covered(SharingAgreementSpec.Terms terms) {
    Map<String, Mask> masks = new HashMap<>();
    if (terms.masks() != null) {
      terms.masks().forEach((column, text) -> masks.put(column, mask(text)));
    }
    String rows = terms.rows() == null ? "" : terms.rows().strip();
    return new Covered(
        Collections.unmodifiableSet(new LinkedHashSet<>(terms.columns())),
        Map.copyOf(masks),
        rows,
        Set.copyOf(RowText.attributes(rows)),
        terms.minimumGroup() == null ? 1 : terms.minimumGroup());
  }

  /** A mask that an older hub accepted and this one cannot read hides the value altogether. */
  private static Mask mask(String text) {
    return Mask.parse(text).orElseGet(Mask.Nullify::new);
  }

  /** Why it does not hold for a purpose on a day; nothing if it does. */
  Optional<String> whyNot(String purpose, LocalDate day) {
    String status = spec.status() == null ? "authorised" : spec.status();
    if (!status.equals("authorised")) {
      return Optional.of("it is " + status);
    }
    if (day.isBefore(spec.from())) {
      return Optional.of("it holds from " + spec.from());
    }
    if (day.isAfter(spec.to())) {
      return Optional.of("it held until " + spec.to());
    }
    return spec.purposes().contains(purpose)
        ? Optional.empty()
        : Optional.of("it is not for this purpose");
  }

  /** Whether each use needs the person's consent. */
  boolean consent() {
    return Boolean.TRUE.equals(spec.consent());
  }

  /** Whether it covers these columns of a resource; any column will do where none is named. */
  boolean covers(String resource, Set<String> columns) {
    Covered covered = resources.get(resource);
    return covered != null && covered.columns().containsAll(columns);
  }
}
