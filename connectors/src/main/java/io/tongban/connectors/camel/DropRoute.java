package io.tongban.connectors.camel;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.run.Arrivals;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.jboss.logging.Logger;

/**
 * Watches the folder of a file source. A file that has stopped growing is run through every
 * connector that reads such files, then put into {@code .done}, or into {@code .failed} if one of
 * them could not.
 */
final class DropRoute extends RouteBuilder {
  private static final Logger LOG = Logger.getLogger(DropRoute.class);
  private final String source;
  private final Path folder;
  private final Definitions definitions;
  private final Arrivals arrivals;

  DropRoute(String source, Path folder, Definitions definitions, Arrivals arrivals) {
    this.source = source;
    this.folder = folder;
    this.definitions = definitions;
    this.arrivals = arrivals;
  }

  static String id(String source) {
    return "drop-" + source;
  }

  @Override
  public void configure() {
    String filter = id(source) + "-filter";
    GenericFileFilter<File> wanted = this::wanted;
    getContext().getRegistry().bind(filter, wanted);
    // what failed stands in the run's record and in the log already
    errorHandler(defaultErrorHandler().retriesExhaustedLogLevel(LoggingLevel.DEBUG));
    from("file:"
            + folder
            + "?initialDelay=200&delay=1000&readLock=changed&readLockCheckInterval=250"
            + "&readLockMinLength=0&readLockLoggingLevel=DEBUG&sortBy=file:modified"
            + "&move="
            + DropFolder.DONE
            + "/${file:name}&moveFailed="
            + DropFolder.FAILED
            + "/${file:name}&filter=#"
            + filter)
        .routeId(id(source))
        .process(this::take);
  }

  private boolean wanted(GenericFile<File> file) {
    return !file.isDirectory() && !readers(file.getFileNameOnly()).isEmpty();
  }

  private List<String> readers(String file) {
    return definitions.all(ConnectorSpec.class).stream()
        .filter(c -> source.equals(c.spec().source()) && c.spec().input().file() != null)
        .filter(c -> DropFolder.matches(c.spec().input().file(), file))
        .map(Definition::name)
        .toList();
  }

  private void take(Exchange exchange) {
    Path file = exchange.getIn().getBody(File.class).toPath();
    ProblemException first = null;
    for (String connector : readers(file.getFileName().toString())) {
      try {
        arrivals.take(connector, file);
      } catch (ProblemException e) {
        // the other connectors of this file get their turn all the same
        LOG.warnf("connector %s could not take a dropped file: %s", connector, e.getMessage());
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
