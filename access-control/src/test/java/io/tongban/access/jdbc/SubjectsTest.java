package io.tongban.access.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.access.PersonalData;
import io.tongban.access.Subjects;
import io.tongban.hub.Database;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commitments to persons; each database runs it. */
abstract class SubjectsTest {
  private static final String PERSON = "11010519491231002X";
  private static final String OTHER = "440524188001010014";

  private TestHub hub;
  private Subjects subjects;

  abstract TestHub start();

  @BeforeEach
  void open() {
    hub = start();
    subjects = hub.get(Subjects.class);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void commitmentsAreStableAndTellPersonsApart() {
    String first = subjects.commitment(PERSON);
    assertThat(first).matches("[0-9a-f]{64}");
    assertThat(subjects.commitment(PERSON)).isEqualTo(first);
    assertThat(subjects.commitment(OTHER)).isNotEqualTo(first);
  }

  @Test
  void forgettingBreaksTheLink() {
    String before = subjects.commitment(PERSON);
    String other = subjects.commitment(OTHER);
    assertThat(subjects.identifier(before)).contains(PERSON);
    forget();
    forget();
    assertThat(subjects.known(PERSON)).isFalse();
    assertThat(subjects.identifier(before)).isEmpty();
    assertThat(subjects.commitment(PERSON)).isNotEqualTo(before);
    assertThat(subjects.known(PERSON)).isTrue();
    assertThat(subjects.commitment(OTHER)).isEqualTo(other);
  }

  private void forget() {
    PersonalData access = hub.get(AccessData.class);
    access.erase(access.digests(PERSON));
  }

  @Test
  void manyAtOnceAreTheSameAsOneByOne() {
    List<String> persons = IntStream.range(0, 1_100).mapToObj(i -> "P" + i).toList();
    String some = subjects.commitment("P700");
    Map<String, String> all = subjects.commitments(persons);
    assertThat(all).hasSize(1_100).containsEntry("P700", some);
    assertThat(Set.copyOf(all.values())).hasSize(1_100);
    assertThat(subjects.commitments(persons)).isEqualTo(all);
    assertThat(subjects.identifier(all.get("P1099"))).contains("P1099");
    assertThat(subjects.find("P1100")).isEmpty();
  }

  @Test
  void aSaltFromBeforeLeadsBackToItsPersonFromTheirNextUseOn() {
    String commitment = subjects.commitment(PERSON);
    hub.get(Database.class)
        .jdbi()
        .useHandle(
            h -> h.execute("UPDATE access.subject_salt SET commitment = NULL, identifier = NULL"));
    assertThat(subjects.identifier(commitment)).isEmpty();
    assertThat(subjects.commitment(PERSON)).isEqualTo(commitment);
    assertThat(subjects.identifier(commitment)).contains(PERSON);
  }

  @Test
  void theDatabaseHoldsNeitherThePersonNorTheSalt() {
    subjects.commitment(PERSON);
    List<byte[]> salts = query("SELECT salt FROM access.subject_salt", byte[].class);
    assertThat(salts).singleElement().satisfies(salt -> assertThat(salt).hasSize(12 + 32 + 16));
    assertThat(query("SELECT subject FROM access.subject_salt", String.class).get(0))
        .matches("[0-9a-f]{64}")
        .doesNotContain(PERSON);
    assertThat(new String(salts.get(0), StandardCharsets.ISO_8859_1)).doesNotContain(PERSON);
  }

  @Test
  void aSaltThatWasMovedToAnotherPersonDoesNotOpen() {
    subjects.commitment(PERSON);
    byte[] salt = query("SELECT salt FROM access.subject_salt", byte[].class).get(0);
    subjects.commitment(OTHER);
    hub.get(Database.class)
        .jdbi()
        .useHandle(h -> h.execute("UPDATE access.subject_salt SET salt = ?", (Object) salt));
    subjects.commitment(PERSON);
    assertThatThrownBy(() -> subjects.commitment(OTHER))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo("subject-salt-unreadable"));
  }

  private <T> List<T> query(String sql, Class<T> type) {
    return hub.get(Database.class).jdbi().withHandle(h -> h.createQuery(sql).mapTo(type).list());
  }
}
