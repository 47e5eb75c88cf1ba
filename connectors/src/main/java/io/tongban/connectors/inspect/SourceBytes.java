package io.tongban.connectors.inspect;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.camel.DropFolder;
import io.tongban.connectors.camel.TableExport;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Nearest;
import io.tongban.hub.SourceSpec;
import io.tongban.hub.Sources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Brings what is to be looked at out of a declared Source, and out of nothing else: no address and
 * no folder is reached that an operator has not declared.
 */
@ApplicationScoped
class SourceBytes {
  /** Of a web service or a table, what is looked at at most. */
  static final long MOST_BYTES = 64L << 20;

  private static final Pattern TABLE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");
  private final Definitions definitions;
  private final Sources sources;

  @Inject
  SourceBytes(Definitions definitions, Sources sources) {
    this.definitions = definitions;
    this.sources = sources;
  }

  /**
   * What a place names.
   *
   * @param source the Source
   * @param rest file name or pattern, path or table; empty for none
   */
  record Found(Definition<SourceSpec> source, String rest) {}

  /** An input on disk. */
  record Fetched(String name, Path file, boolean temporary, boolean whole, boolean table) {}

  Found find(String place) {
    if (place.startsWith("http://") || place.startsWith("https://")) {
      return byUrl(place);
    }
    int slash = place.indexOf('/');
    String name = slash < 0 ? place : place.substring(0, slash);
    String rest = slash < 0 ? "" : place.substring(slash + 1);
    return definitions
        .find(SourceSpec.class, name)
        .map(source -> new Found(source, rest))
        .orElseThrow(
            () ->
                HubProblem.DEFINITION_UNKNOWN.problem(
                    "there is no Source \"%s\"; %s"
                        .formatted(
                            name,
                            Nearest.fix(
                                name,
                                definitions.all(SourceSpec.class).stream()
                                    .map(Definition::name)
                                    .toList(),
                                "sources"))));
  }

  /** The Source below whose address the URL lies. */
  private Found byUrl(String place) {
    URI wanted = uri(place);
    for (Definition<SourceSpec> source : definitions.all(SourceSpec.class)) {
      if (source.spec().http() == null) {
        continue;
      }
      URI base = uri(sources.expand(source.spec().http().url()));
      String path = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
      String below = wanted.getRawPath() == null ? "" : wanted.getRawPath();
      if (base.getScheme().equalsIgnoreCase(wanted.getScheme())
          && base.getAuthority().equalsIgnoreCase(wanted.getAuthority())
          && (below.equals(path) || below.startsWith(path + "/"))) {
        String query = wanted.getRawQuery() == null ? "" : "?" + wanted.getRawQuery();
        return new Found(source, below.substring(path.length()) + query);
      }
    }
    throw HubProblem.OUTBOUND_REFUSED.problem(
        "no Source is declared for that address, and the hub reaches no other; apply a Source with"
            + " http: {url: …} first");
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text).normalize();
      if (uri.getAuthority() == null || uri.getUserInfo() != null) {
        throw HubProblem.OUTBOUND_REFUSED.problem("the address has no plain host");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw HubProblem.OUTBOUND_REFUSED.problem("the address is not a URL", e);
    }
  }

  /** Brings it; a temporary file is the caller's to delete. */
  Fetched fetch(Found found) throws IOException {
    SourceSpec spec = found.source().spec();
    String source = found.source().name();
    if (spec.file() != null) {
      Path file =
          new DropFolder(sources.directory(source))
              .find(found.rest().isEmpty() ? "*" : found.rest(), Optional.empty());
      return new Fetched(file.getFileName().toString(), file, false, true, false);
    }
    Path file = Files.createTempFile("inspect", null);
    try {
      if (spec.http() != null) {
        String path =
            found.rest().isEmpty() || found.rest().startsWith("/") || found.rest().startsWith("?")
                ? found.rest()
                : "/" + found.rest();
        boolean whole;
        try (InputStream in = sources.get(source, path, MOST_BYTES);
            OutputStream out = Files.newOutputStream(file)) {
          in.transferTo(out);
          whole = true;
        }
        return new Fetched(path, file, true, whole, false);
      }
      if (spec.jdbc() != null) {
        return table(source, found.rest(), file);
      }
      throw ConnectorProblem.INPUT_UNREADABLE.problem(
          "Source \"%s\" is of a kind that cannot be inspected; bring a file of it"
              .formatted(source));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private Fetched table(String source, String table, Path file) throws IOException {
    if (!TABLE.matcher(table).matches()) {
      throw ConnectorProblem.INPUT_MISSING.problem(
          "name the table as %s/TABLE or %s/SCHEMA.TABLE".formatted(source, source));
    }
    boolean whole = true;
    try (OutputStream out = Files.newOutputStream(file)) {
      new TableExport(source, sources.jdbc(source))
          .write("SELECT * FROM " + table, new Capped(out, MOST_BYTES));
    } catch (Enough e) {
      whole = false;
    }
    return new Fetched(table, file, true, whole, true);
  }

  /** Enough was written. */
  private static final class Enough extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Stops who writes more than is looked at. */
  private static final class Capped extends FilterOutputStream {
    private long left;

    Capped(OutputStream out, long most) {
      super(out);
      this.left = most;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new Enough();
      }
      out.write(bytes, offset, length);
    }
  }
}
