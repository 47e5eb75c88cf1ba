package io.tongban.access.agreements;

import io.tongban.access.Mask;
import io.tongban.access.SharingAgreementSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.DataType;
import io.tongban.registry.ResourceSpec;
import io.tongban.registry.SharingType;
import java.util.List;
import java.util.Optional;

/** Checks an agreement's terms against the resource they are about. */
final class TermsCheck {
  private final DefinitionView view;
  private final FaultSink faults;

  TermsCheck(DefinitionView view, FaultSink faults) {
    this.view = view;
    this.faults = faults;
  }

  void terms(String resource, SharingAgreementSpec.Terms terms) {
    String pointer = "/spec/resources/" + resource.replace("~", "~0").replace("/", "~1");
    Optional<Definition<ResourceSpec>> found = view.find(ResourceSpec.class, resource);
    if (found.isEmpty()) {
      faults.fault(
          pointer,
          "there is no resource " + resource,
          NearName.fix(
              "resource",
              resource,
              view.all(ResourceSpec.class).stream().map(Definition::name).toList()));
      return;
    }
    ResourceSpec spec = found.get().spec();
    if (spec.sharing() == SharingType.NOT_SHARED) {
      faults.fault(
          pointer,
          "resource " + resource + " is not shared (不予共享)",
          "leave it out, or have its provider change its sharing type");
    }
    columns(pointer, terms.columns(), spec, resource);
    masks(pointer, terms, spec);
    rows(pointer, terms.rows());
    minimumGroup(pointer, terms.minimumGroup());
  }

  private void columns(String pointer, List<String> columns, ResourceSpec spec, String resource) {
    if (columns.isEmpty()) {
      faults.fault(pointer + "/columns", "no column is granted", "name at least one column");
    }
    List<String> known = spec.items().stream().map(ResourceSpec.Item::name).toList();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      String place = pointer + "/columns/" + i;
      if (!known.contains(column)) {
        faults.fault(
            place,
            "resource " + resource + " has no column " + column,
            NearName.fix("column", column, known));
      } else if (columns.indexOf(column) < i) {
        faults.fault(place, "column " + column + " is named twice", "name it once");
      }
    }
  }

  private void masks(String pointer, SharingAgreementSpec.Terms terms, ResourceSpec spec) {
    if (terms.masks() == null) {
      return;
    }
    terms
        .masks()
        .forEach(
            (column, text) ->
                mask(pointer + "/masks/" + column, column, text, terms.columns(), spec));
  }

  private void mask(
      String pointer, String column, String text, List<String> granted, ResourceSpec spec) {
    if (!granted.contains(column)) {
      faults.fault(
          pointer,
          "column " + column + " is masked but not granted",
          NearName.fix("column", column, granted));
      return;
    }
    if (spec.key().contains(column)) {
      faults.fault(
          pointer,
          "column " + column + " is part of the key, which is never masked",
          "grant it clear or not at all");
    }
    Optional<Mask> mask = Mask.parse(text);
    if (mask.isEmpty()) {
      faults.fault(pointer, "'" + text + "' is not a mask", "write " + Mask.GRAMMAR);
      return;
    }
    type(column, spec)
        .filter(type -> !mask.get().fits(type))
        .ifPresent(
            type ->
                faults.fault(
                    pointer,
                    "mask " + text + " does not fit column " + column + " of type " + type,
                    Mask.FITTING));
  }

  private void minimumGroup(String pointer, Integer least) {
    if (least != null && least < 2) {
      faults.fault(
          pointer + "/minimumGroup",
          "a group of " + least + " would show single records",
          "set 2 or more, or leave it out to let single records be read");
    }
  }

  /** Nothing where the registry itself will complain about the item. */
  private Optional<DataType> type(String column, ResourceSpec spec) {
    return spec.items().stream()
        .filter(item -> item.name().equals(column))
        .findFirst()
        .flatMap(item -> view.find(DataElementSpec.class, item.element()))
        .map(element -> element.spec().type());
  }

  private void rows(String pointer, String rows) {
    if (rows == null) {
      return;
    }
    RowText.fault(rows)
        .ifPresent(
            fault ->
                faults.fault(
                    pointer + "/rows",
                    fault,
                    "write one boolean SQL expression over the resource's columns; the caller's"
                        + " attributes are :client, :department and :region"));
  }
}
