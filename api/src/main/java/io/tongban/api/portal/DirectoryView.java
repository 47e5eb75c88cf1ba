package io.tongban.api.portal;

import io.tongban.hub.Label;
import io.tongban.registry.Resource;
import io.tongban.registry.SharingType;
import java.util.List;

/**
 * The resource directory.
 *
 * @param query the keyword as typed
 * @param provider the provider asked for, empty for all
 * @param sharing the sharing type asked for, empty for all
 * @param providers all providers
 * @param entries what matches
 * @param total how many resources there are in all
 */
record DirectoryView(
    String query,
    String provider,
    String sharing,
    List<Provider> providers,
    List<Entry> entries,
    int total) {

  /** How many match. */
  public long found() {
    return entries.size();
  }

  /** The sharing types to choose from. */
  public SharingType[] types() {
    return SharingType.values();
  }

  /** A department that provides resources. */
  record Provider(String name, Label title) {}

  /**
   * A resource in the list.
   *
   * @param records -1 for a live resource
   */
  record Entry(Resource resource, Label provider, long records) {
    /** How many information items it has. */
    public long items() {
      return resource.columns().size();
    }
  }
}
