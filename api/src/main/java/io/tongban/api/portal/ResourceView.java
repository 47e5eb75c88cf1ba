package io.tongban.api.portal;

import io.tongban.hub.Label;
import io.tongban.registry.Column;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.Resource;
import java.util.List;

/**
 * A resource of the directory.
 *
 * @param records -1 for a live resource
 */
record ResourceView(Resource resource, Label provider, long records, List<Item> items) {
  /**
   * An information item.
   *
   * @param title name of the data element
   * @param element what the data element says, or null
   */
  record Item(Column column, Label title, DataElementSpec element) {}
}
