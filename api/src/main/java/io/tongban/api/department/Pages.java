package io.tongban.api.department;

import io.tongban.access.Actor;
import io.tongban.federation.Cursors;
import io.tongban.federation.Cursors.Frame;
import io.tongban.federation.FederationProblem;
import io.tongban.federation.Question;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Answers by pages: a cursor behind each, its next page a path. */
@ApplicationScoped
class Pages {
  static final String PATH = "/v1/cursors/";
  private final Cursors cursors;

  @Inject
  Pages(Cursors cursors) {
    this.cursors = cursors;
  }

  /** The first page. Pages are whole: nothing is left out of them where a source is down. */
  Released first(Actor actor, Question question, String limit) {
    int rows = rows(limit);
    return next(actor, cursors.open(actor, question).id(), 0, rows);
  }

  /** The page of that number. */
  Released next(Actor actor, UUID cursor, int number, int rows) {
    Frame frame = cursors.next(actor, cursor, number, rows);
    String next = frame.last() ? null : PATH + cursor + "/pages/" + (number + 1) + "?limit=" + rows;
    return new Released(
        frame.columns(), frame.rows(), frame.truncated(), List.of(), frame.receipt(), next);
  }

  /** The rows of a page. */
  static int rows(String limit) {
    int rows = number(limit, "limit");
    if (rows < 1 || rows > Cursors.MOST_ROWS) {
      throw FederationProblem.PAGE_INVALID.problem("limit lies outside 1 to " + Cursors.MOST_ROWS);
    }
    return rows;
  }

  /** A whole number that is not negative. */
  static int number(String text, String what) {
    try {
      int number = Integer.parseInt(text == null ? "" : text.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw FederationProblem.PAGE_INVALID.problem(what + " is not a whole number", e);
    }
    throw FederationProblem.PAGE_INVALID.problem(what + " is negative");
  }
}
