package io.tongban.access.jdbc;

import io.tongban.access.PersonalData;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** A person's salt, consents and corrections. Who is erased allows nothing any more. */
@ApplicationScoped
class AccessData implements PersonalData {
  private final Database database;
  private final SubjectNames names;

  @Inject
  AccessData(Database database, SubjectNames names) {
    this.database = database;
    this.names = names;
    database.migrate("access");
  }

  @Override
  public String module() {
    return "access";
  }

  @Override
  public List<String> digests(String subject) {
    return List.of(names.of(subject));
  }

  @Override
  public Optional<String> retained(String subject) {
    return Optional.empty();
  }

  @Override
  public void erase(List<String> digests) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              for (String name : digests) {
                handle.execute("DELETE FROM access.consent WHERE subject = ?", name);
                handle.execute(
                    "DELETE FROM access.notice WHERE about IN"
                        + " (SELECT id FROM access.correction WHERE subject = ?)",
                    name);
                handle.execute(
                    "DELETE FROM access.correction_party WHERE correction IN"
                        + " (SELECT id FROM access.correction WHERE subject = ?)",
                    name);
                handle.execute("DELETE FROM access.correction WHERE subject = ?", name);
                handle.execute("DELETE FROM access.subject_salt WHERE subject = ?", name);
              }
            });
  }
}
