package io.tongban.access.agreements;

import io.tongban.access.AccessGrant;
import io.tongban.access.Mask;
import io.tongban.access.SharingAgreementSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the declared sharing types and agreements say about a use, before any policy. */
public sealed interface Resolution {
  /** The attribute of a row condition that stands for the person a request is about. */
  String SUBJECT = "subject";

  /**
   * They allow it.
   *
   * @param terms what may be read, by resource
   * @param rowLimit most rows of an answer, 0 for the hub's own
   * @param rate how often one client may use it, or null
   * @param consent the resources whose use needs the person's consent; their row conditions name
   *     {@code :subject}, the person
   * @param shape hex digest of columns, masks, row conditions and minimum groups
   */
  record Allowed(
      AccessGrant.Basis basis,
      Map<String, Terms> terms,
      long rowLimit,
      SharingAgreementSpec.Rate rate,
      Set<String> consent,
      String shape)
      implements Resolution {
    public Allowed {
      consent = Set.copyOf(consent);
      terms = Collections.unmodifiableMap(new TreeMap<>(terms));
    }
  }

  /**
   * Nothing allows it.
   *
   * @param missing what would have to be agreed
   * @param near agreements that come near, and why they do not hold
   */
  record NotAgreed(List<Missing> missing, List<Near> near) implements Resolution {
    public NotAgreed {
      missing = List.copyOf(missing);
      near = List.copyOf(near);
    }
  }

  /** It names a resource that is not declared. */
  record UnknownResource(String resource, String fix) implements Resolution {}

  /** It names a column that its resource does not have. */
  record UnknownColumn(String resource, String column, String fix) implements Resolution {}

  /**
   * What may be read of one resource.
   *
   * @param provider department that provides it
   * @param columns granted columns, clear or masked, in the resource's order
   * @param masks the masked ones
   * @param rows SQL condition, empty for all rows
   * @param attributes the caller's attributes that the condition names
   * @param minimumGroup fewest records of a group, 1 where single records may be shown
   */
  record Terms(
      String provider,
      List<String> columns,
      Map<String, Mask> masks,
      String rows,
      Set<String> attributes,
      int minimumGroup) {
    public Terms {
      attributes = Set.copyOf(attributes);
      columns = List.copyOf(columns);
      masks = Map.copyOf(masks);
    }

    /** These terms for the records of one person only. */
    Terms of(String subjectColumn) {
      String person = '"' + subjectColumn + "\" = :" + SUBJECT;
      Set<String> named = new TreeSet<>(attributes);
      named.add(SUBJECT);
      return new Terms(
          provider,
          columns,
          masks,
          rows.isEmpty() ? person : "(" + rows + ") AND " + person,
          named,
          minimumGroup);
    }
  }

  /**
   * What an agreement would have to cover.
   *
   * @param provider whom to ask
   * @param columns those no agreement in force covers
   * @param shareable false for resources that are not shared (不予共享)
   */
  record Missing(
      String resource, String provider, List<String> columns, String purpose, boolean shareable) {
    public Missing {
      columns = List.copyOf(columns);
    }
  }

  /** An agreement that comes near. */
  record Near(String agreement, String why) {}
}
