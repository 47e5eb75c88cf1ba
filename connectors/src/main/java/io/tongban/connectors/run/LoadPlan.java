package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.hub.Definition;
import io.tongban.registry.RecordStore;
import io.tongban.registry.Resource;
import java.util.Optional;
import java.util.UUID;

/**
 * What a run is to do.
 *
 * @param run the run, which is the job too
 * @param connector as declared now
 * @param spec its content with column names as rows carry them
 * @param resource what it fills
 * @param file the dropped file to read, if one was named
 */
record LoadPlan(
    UUID run,
    Definition<ConnectorSpec> connector,
    ConnectorSpec spec,
    Resource resource,
    Optional<String> file) {

  RecordStore.Mode mode() {
    return "merge".equals(spec.mode()) ? RecordStore.Mode.MERGE : RecordStore.Mode.FULL;
  }

  boolean mayShrink() {
    return mode() == RecordStore.Mode.MERGE || Boolean.TRUE.equals(spec.allowShrink());
  }
}
