package io.tongban.registry;

import io.tongban.hub.Definition;
import java.util.List;
import java.util.Optional;

/** What is registered, from memory. */
public interface Registry {
  /** The resource of that name. */
  Optional<Resource> resource(String name);

  /** The resource of that SQL name (any case). */
  Optional<Resource> resourceBySqlName(String sqlName);

  /** All resources by name. */
  List<Resource> resources();

  /** The data element of that name. */
  Optional<Definition<DataElementSpec>> element(String name);

  /** All data elements by name. */
  List<Definition<DataElementSpec>> elements();

  /**
   * Checks a value against its data element: type, format, pattern, range, code list.
   *
   * @param value of the element's Java type, or null
   * @param on the day on which a code must be valid
   * @return what is wrong, for people; nothing if it holds
   */
  Optional<String> violation(Column column, Object value, java.time.LocalDate on);

  /**
   * Checks the form of a value: as {@link #violation}, but for code lists.
   *
   * @param element name of a data element
   * @param value of the element's Java type, not null
   */
  Optional<String> formFault(String element, Object value);

  /** Decimals that values of a DECIMAL keep; 0 for other types and unknown elements. */
  int decimals(String element);

  /** What keeps a name from being an item's, for people; nothing if it can be one. */
  Optional<String> nameFault(String name);
}
