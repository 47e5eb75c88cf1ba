package io.tongban.registry.codes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.Label;
import io.tongban.registry.Code;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * The index against a history that is played year by year: areas move from code to code, and what a
 * code is today is where its areas are, as long as every change moves whole codes.
 */
class CodeIndexPropertiesTest {
  private static final int FIRST = 2000;
  private static final int LAST = 2020;

  /** A history, and for each area the code that held it in each year. */
  record History(List<Code> codes, List<List<String>> areas) {}

  @Provide
  Arbitrary<History> histories() {
    return Arbitraries.randomValue(CodeIndexPropertiesTest::play);
  }

  /** In every year some codes end and their areas go, by halves, to one or two fresh codes. */
  private static History play(Random random) {
    List<Code> codes = new ArrayList<>();
    List<List<String>> areas = new ArrayList<>();
    List<String> living = new ArrayList<>();
    List<Integer> since = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < 8; i++) {
      String code = "c" + next++;
      living.add(code);
      since.add(FIRST);
      areas.add(new ArrayList<>(List.of(code)));
      areas.add(new ArrayList<>(List.of(code)));
    }
    for (int year = FIRST + 1; year <= LAST; year++) {
      List<String> now = new ArrayList<>();
      for (List<String> area : areas) {
        now.add(area.get(area.size() - 1));
      }
      for (int i = 0, atStart = living.size(); i < atStart; i++) {
        if (random.nextInt(6) != 0) {
          continue;
        }
        String old = living.get(i);
        List<Code.Successor> successors = new ArrayList<>();
        List<Integer> held = new ArrayList<>();
        for (int a = 0; a < now.size(); a++) {
          if (now.get(a).equals(old)) {
            held.add(a);
          }
        }
        int parts = held.size() > 1 && random.nextBoolean() ? 2 : 1;
        List<String> fresh = new ArrayList<>();
        for (int p = 0; p < parts; p++) {
          String code = "c" + next++;
          fresh.add(code);
          successors.add(new Code.Successor(code, null));
        }
        for (int h = 0; h < held.size(); h++) {
          now.set(held.get(h), fresh.get(h % parts));
        }
        codes.add(code(old, since.get(i), LocalDate.of(year, 12, 31), successors));
        living.set(i, fresh.get(0));
        since.set(i, year);
        if (parts == 2) {
          living.add(fresh.get(1));
          since.add(year);
        }
      }
      for (int a = 0; a < areas.size(); a++) {
        areas.get(a).add(now.get(a));
      }
    }
    for (int i = 0; i < living.size(); i++) {
      codes.add(code(living.get(i), since.get(i), null, List.of()));
    }
    return new History(codes, areas);
  }

  private static Code code(String code, int since, LocalDate to, List<Code.Successor> successors) {
    return new Code(
        "list",
        code,
        new Label("name of " + code, null),
        List.of(),
        LocalDate.of(since, 1, 1),
        to,
        successors);
  }

  @Property(tries = 200)
  void todaysCodesAreWhereTheAreasAre(@ForAll("histories") History history) {
    CodeIndex index = new CodeIndex(history.codes());
    LocalDate today = LocalDate.of(LAST + 1, 1, 1);
    for (Code code : history.codes()) {
      Set<String> expected = new TreeSet<>();
      for (List<String> area : history.areas()) {
        if (area.contains(code.code())) {
          expected.add(area.get(area.size() - 1));
        }
      }
      Set<String> found = new TreeSet<>();
      index.current(code.code(), today).forEach(c -> found.add(c.code()));
      assertThat(found).isEqualTo(expected);
    }
  }

  @Property(tries = 200)
  void validIsWhatTheDaysSay(
      @ForAll("histories") History history,
      @ForAll @IntRange(min = FIRST - 1, max = LAST + 1) int year,
      @ForAll @IntRange(min = 1, max = 366) int day) {
    CodeIndex index = new CodeIndex(history.codes());
    LocalDate on = LocalDate.of(year, 1, 1).plusDays(day - 1);
    for (Code code : history.codes()) {
      assertThat(index.valid(code.code(), on).isPresent()).isEqualTo(code.validOn(on));
      assertThat(index.byLabel("NAME of " + code.code(), on).isEmpty())
          .isEqualTo(!code.validOn(on));
    }
  }

  @Property(tries = 100)
  void pagesHoldEveryCodeOnce(
      @ForAll("histories") History history, @ForAll @IntRange(min = 1, max = 40) int limit) {
    CodeIndex index = new CodeIndex(history.codes());
    List<String> all = new ArrayList<>();
    String after = null;
    for (List<Code> page = index.page(null, limit);
        !page.isEmpty();
        page = index.page(after, limit)) {
      page.forEach(code -> all.add(code.code()));
      after = all.get(all.size() - 1);
    }
    assertThat(all).isSorted();
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(history.codes().stream().map(Code::code).toList());
  }
}
