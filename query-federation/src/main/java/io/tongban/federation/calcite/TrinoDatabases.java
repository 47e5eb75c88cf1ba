package io.tongban.federation.calcite;

import io.tongban.registry.Resource;
import java.util.Map;

/**
 * The same tables as Trino knows them: all in one database, so that a plan over them becomes one
 * statement. What Trino does not know, or would read otherwise, stays where it is.
 *
 * @param local where the tables lie
 * @param catalogs Trino's catalogue by source, {@link SourceDatabase#HUB} for the hub's own
 */
record TrinoDatabases(SourceDatabases local, SourceDatabase trino, Map<String, String> catalogs)
    implements SourceDatabases {
  @Override
  public RawTable table(Resource resource) {
    RawTable table = local.table(resource);
    String catalogue = catalogs.get(table.database().name());
    return catalogue == null || !table.sameThrough(trino) ? table : table.through(trino, catalogue);
  }
}
