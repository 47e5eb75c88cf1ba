package io.tongban.connectors.inspect;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.Inspections;
import io.tongban.connectors.format.RowReader.InputBytes;
import io.tongban.connectors.format.RowReaders;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.HubSettings;
import io.tongban.registry.CodeLists;
import io.tongban.registry.Registry;
import io.tongban.registry.RegistryProblem;
import io.tongban.registry.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Profiles inputs, names data elements for their columns and drafts what connects them. */
@ApplicationScoped
class Inspector implements Inspections {
  private static final int SAMPLES = 3;
  private static final int LONGEST_SHOWN = 60;
  private final Registry registry;
  private final CodeLists codeLists;
  private final Definitions definitions;
  private final SourceBytes sources;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  Inspector(
      Registry registry,
      CodeLists codeLists,
      Definitions definitions,
      SourceBytes sources,
      HubSettings settings,
      Clock clock) {
    this.registry = registry;
    this.codeLists = codeLists;
    this.definitions = definitions;
    this.sources = sources;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Inspection file(String name, InputStream bytes, boolean whole, Wanted wanted) {
    resource(wanted);
    try {
      Path file = Files.createTempFile("inspect", null);
      try {
        Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
        var fetched = new SourceBytes.Fetched(name, file, false, whole, false);
        return inspect(fetched, Optional.empty(), wanted);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Inspection source(String place, Wanted wanted) {
    resource(wanted);
    SourceBytes.Found found = sources.find(place);
    try {
      SourceBytes.Fetched fetched = sources.fetch(found);
      try {
        return inspect(fetched, Optional.of(found), wanted);
      } finally {
        if (fetched.temporary()) {
          Files.deleteIfExists(fetched.file());
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static RuntimeException unreadable(IOException e) {
    return ConnectorProblem.INPUT_UNREADABLE.problem("the input broke off while it was read", e);
  }

  private Optional<Resource> resource(Wanted wanted) {
    if (wanted.resource() == null) {
      return Optional.empty();
    }
    return Optional.of(
        registry
            .resource(wanted.resource())
            .orElseThrow(
                () ->
                    RegistryProblem.RESOURCE_UNKNOWN.problem(
                        "there is no Resource \"" + wanted.resource() + "\"")));
  }

  private Inspection inspect(
      SourceBytes.Fetched fetched, Optional<SourceBytes.Found> found, Wanted wanted)
      throws IOException {
    FormatGuess guess =
        fetched.table()
            ? FormatGuess.table()
            : FormatGuess.of(head(fetched.file()), wanted.encoding());
    Profiler profiler = new Profiler();
    RowReaders.of(guess.input()).read(InputBytes.of(fetched.file()), profiler);
    LocalDate today = LocalDate.ofInstant(clock.instant(), settings.zone());
    ElementMatcher matcher = new ElementMatcher(registry, codeLists, today);
    List<ColumnProfile> columns = new ArrayList<>();
    for (ColumnStats stats : profiler.columns()) {
      columns.add(profile(new ColumnFacts(stats), matcher));
    }
    List<String> evidence = new ArrayList<>(guess.evidence());
    headless(columns).ifPresent(evidence::add);
    Optional<Resource> resource = resource(wanted);
    String yaml =
        new DraftYaml(registry, definitions.all(DepartmentSpec.class))
            .draft(fetched.name(), guess.input(), found, resource, columns);
    return new Inspection(
        fetched.name(),
        guess.input().format(),
        evidence,
        profiler.rows(),
        profiler.faulty(),
        fetched.whole() && !profiler.stopped(),
        columns,
        wanted.resource(),
        yaml);
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(FormatGuess.HEAD);
    }
  }

  /** Says so where the first row seems to hold values and not names. */
  private static Optional<String> headless(List<ColumnProfile> columns) {
    long values =
        columns.stream()
            .filter(c -> !c.name().matches("column-[0-9]+|[^0-9•]*[0-9]{1,3}"))
            .filter(c -> c.name().matches("[0-9.:/ -]{2,}|.*•.*"))
            .count();
    return values * 3 >= columns.size() && values > 0
        ? Optional.of("the first row seems to hold values, not names: add a row of names")
        : Optional.empty();
  }

  private ColumnProfile profile(ColumnFacts facts, ElementMatcher matcher) {
    ColumnStats stats = facts.stats();
    List<ElementCandidate> candidates = matcher.candidates(facts);
    boolean personal = facts.personal() || candidates.stream().limit(1).anyMatch(this::personal);
    return new ColumnProfile(
        Masking.plain(stats.name()),
        facts.narrowest().name(),
        facts.date().map(DateFormats.Found::pattern).orElse(null),
        stats.values(),
        stats.empty(),
        stats.distinct().count(),
        stats.distinct().exact(),
        stats.shortest(),
        stats.longest(),
        shown(stats.minimum(), personal),
        shown(stats.maximum(), personal),
        facts.patterns().stream().map(p -> personal ? p : Masking.plain(p)).toList(),
        stats.first().stream().limit(SAMPLES).map(v -> shown(v, personal)).toList(),
        personal,
        stats.key(),
        facts.told(),
        candidates);
  }

  private boolean personal(ElementCandidate candidate) {
    return candidate.score() >= 0.3
        && registry
            .element(candidate.element())
            .map(Definition::spec)
            .map(spec -> Boolean.TRUE.equals(spec.personal()))
            .orElse(false);
  }

  private static String shown(String value, boolean personal) {
    if (value == null) {
      return null;
    }
    String masked = personal ? Masking.whole(value) : Masking.plain(value);
    return masked.length() > LONGEST_SHOWN ? masked.substring(0, LONGEST_SHOWN) + "…" : masked;
  }
}
