package io.tongban.connectors.camel;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.hub.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * Brings a connector's input through the kernel's guarded connections. In: the body is the stream
 * to write to, header {@value #FILE} the dropped file's name. Out: the body is the input's name.
 */
final class FetchRoute extends RouteBuilder {
  static final String FILE = "TongbanFile";
  private static final Pattern TABLE =
      Pattern.compile("\\bfrom\\s+([\\w.\"]+)", Pattern.CASE_INSENSITIVE);
  private static final long DEFAULT_MOST_BYTES = 256L << 20;
  private final String connector;
  private final ConnectorSpec spec;
  private final Sources sources;

  FetchRoute(String connector, ConnectorSpec spec, Sources sources) {
    this.connector = connector;
    this.spec = spec;
    this.sources = sources;
  }

  static String id(String connector) {
    return "fetch-" + connector;
  }

  static String uri(String connector) {
    return "direct:" + id(connector);
  }

  @Override
  public void configure() {
    errorHandler(noErrorHandler());
    from(uri(connector)).routeId(id(connector)).process(this::fetch);
  }

  private void fetch(Exchange exchange) throws IOException {
    OutputStream target = exchange.getIn().getBody(OutputStream.class);
    ConnectorSpec.Input input = spec.input();
    String name;
    if (input.query() != null) {
      new TableExport(spec.source(), sources.jdbc(spec.source())).write(input.query(), target);
      name = table(input.query());
    } else if (input.path() != null) {
      name = http(input, target);
    } else {
      name = file(input, exchange.getIn().getHeader(FILE, String.class), target);
    }
    exchange.getMessage().setBody(name);
  }

  private String http(ConnectorSpec.Input input, OutputStream target) throws IOException {
    long most = input.maxBytes() == null ? DEFAULT_MOST_BYTES : input.maxBytes();
    try (InputStream in = sources.get(spec.source(), input.path(), most)) {
      in.transferTo(target);
    }
    return input.path();
  }

  private String file(ConnectorSpec.Input input, String name, OutputStream target)
      throws IOException {
    DropFolder folder = new DropFolder(sources.directory(spec.source()));
    Path file = folder.find(input.file(), Optional.ofNullable(name));
    try (InputStream in = open(folder, file)) {
      Stamp before = Stamp.of(file);
      long copied = in.transferTo(target);
      Stamp after = Stamp.of(file);
      if (before != null && after != null && !(before.equals(after) && after.size() == copied)) {
        throw ConnectorProblem.INPUT_CHANGED.problem(
            "the dropped file \"" + file.getFileName() + "\" was written to meanwhile");
      }
    } catch (NoSuchFileException e) {
      throw ConnectorProblem.INPUT_MISSING.problem("the dropped file is gone", e);
    }
    return file.getFileName().toString();
  }

  /** What tells that a file was written to. */
  private record Stamp(long size, java.nio.file.attribute.FileTime modified) {
    /** Null where the file has been put aside meanwhile; nobody writes to it then. */
    static Stamp of(Path file) throws IOException {
      try {
        return new Stamp(Files.size(file), Files.getLastModifiedTime(file));
      } catch (NoSuchFileException moved) {
        return null;
      }
    }
  }

  /** Between finding and opening a file, the route that watches the folder may put it aside. */
  private InputStream open(DropFolder folder, Path file) throws IOException {
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException moved) {
      return Files.newInputStream(
          folder.find(spec.input().file(), Optional.of(file.getFileName().toString())));
    }
  }

  private static String table(String query) {
    Matcher matcher = TABLE.matcher(query);
    return matcher.find() ? matcher.group(1).replace("\"", "") : "query";
  }
}
