package io.tongban.access.judge;

import static io.tongban.access.judge.PersonsWorld.ADUR;
import static io.tongban.access.judge.PersonsWorld.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.access.Decision;
import io.tongban.access.Judge;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/** A use is granted if and only if a plain reading of the consents says so. */
class ConsentPropertyTest {
  private static final List<String> ALL =
      List.of("persons.person", "persons.name", "persons.phone", "homes.resident", "homes.address");
  private static TestHub hub;
  private static int tries;

  enum Fate {
    UNANSWERED,
    DECLINED,
    GIVEN,
    WITHDRAWN
  }

  /** A consent: of person A or B, for an hour or more from the start. */
  record Told(
      boolean personA,
      boolean adur,
      String purpose,
      Set<String> attributes,
      int hours,
      Fate fate) {}

  /** A use at so many hours after the start. */
  record Use(Boolean personA, boolean adur, String purpose, Set<String> attributes, int hour) {}

  @BeforeContainer
  static void open() {
    hub = TestHub.onH2();
    PersonsWorld.open(hub);
  }

  @AfterContainer
  static void close() {
    hub.close();
  }

  @Provide
  Arbitrary<List<Told>> consents() {
    return Combinators.combine(
            Arbitraries.of(true, true, true, false),
            Arbitraries.of(true, true, true, false),
            Arbitraries.of("inspection", "inspection", "inspection", "casework"),
            attributes(),
            Arbitraries.of(1, 2, 4, 4),
            Arbitraries.of(
                Fate.GIVEN,
                Fate.GIVEN,
                Fate.GIVEN,
                Fate.GIVEN,
                Fate.WITHDRAWN,
                Fate.DECLINED,
                Fate.UNANSWERED))
        .as(Told::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<Use> uses() {
    return Combinators.combine(
            Arbitraries.of(true, true, true, false).injectNull(0.1),
            Arbitraries.of(true, true, true, false),
            Arbitraries.of("inspection", "inspection", "inspection", "casework"),
            Arbitraries.of(ALL).set().ofMinSize(1).ofMaxSize(2),
            Arbitraries.of(0, 1, 2, 3))
        .as(Use::new);
  }

  private static Arbitrary<Set<String>> attributes() {
    return Arbitraries.of(ALL).set().ofMinSize(4);
  }

  @Property(tries = 150)
  void grantedIffAConsentSaysSo(@ForAll("consents") List<Told> told, @ForAll("uses") Use use) {
    tries++;
    hub.clock().set(MutableClock.START);
    Consents consents = hub.get(Consents.class);
    List<Consent> made = new ArrayList<>();
    told.forEach(each -> made.add(make(consents, each)));

    hub.clock().set(MutableClock.START.plus(Duration.ofHours(use.hour())));
    Decision decision =
        hub.get(Judge.class)
            .decide(
                new AccessRequest(
                    actor(use.adur()),
                    Action.CALL,
                    null,
                    columns(use.attributes()),
                    use.purpose(),
                    "C-1",
                    use.personA() == null ? null : person(use.personA())));

    boolean expected = told.stream().anyMatch(each -> covers(each, use));
    Statistics.label("granted").collect(expected);
    Statistics.label("granted").coverage(c -> c.check(true).percentage(p -> p > 5));
    assertThat(decision instanceof Decision.Permit).isEqualTo(expected);
    if (decision instanceof Decision.Permit permit) {
      AccessGrant grant = permit.grant();
      int named = made.stream().map(Consent::id).toList().indexOf(grant.basis().consent());
      assertThat(covers(told.get(named), use)).as("the consent that is named covers it").isTrue();
      assertThat(grant.resources().values())
          .allSatisfy(
              granted ->
                  assertThat(granted.rowCondition().attributes())
                      .containsEntry("subject", person(use.personA())));
    }
  }

  /** Each try has persons of its own, so that tries know nothing of each other. */
  private static String person(boolean a) {
    return tries + (a ? "-A" : "-B");
  }

  private static Actor actor(boolean adur) {
    return adur ? ADUR : NOWHERE;
  }

  private static Consent make(Consents consents, Told told) {
    Consent consent =
        consents.request(
            actor(told.adur()),
            new Consents.Ask(
                told.purpose(),
                told.attributes(),
                MutableClock.START.plus(Duration.ofHours(told.hours())),
                null));
    String person = person(told.personA());
    return switch (told.fate()) {
      case UNANSWERED -> consent;
      case DECLINED -> consents.decline(person, consent.id());
      case GIVEN -> consents.give(person, consent.id());
      case WITHDRAWN -> {
        consents.give(person, consent.id());
        yield consents.withdraw(person, consent.id());
      }
    };
  }

  private static boolean covers(Told told, Use use) {
    return told.fate() == Fate.GIVEN
        && use.personA() != null
        && told.personA() == use.personA()
        && told.adur() == use.adur()
        && told.purpose().equals(use.purpose())
        && told.attributes().containsAll(use.attributes())
        && use.hour() < told.hours();
  }

  private static Map<String, Set<String>> columns(Set<String> attributes) {
    Map<String, Set<String>> columns = new HashMap<>();
    for (String attribute : attributes) {
      String[] parts = attribute.split("\\.");
      columns.computeIfAbsent(parts[0], r -> new HashSet<>()).add(parts[1]);
    }
    return columns;
  }
}
