package io.tongban.access.cedar;

import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.agreements.Resolution;
import java.time.LocalDate;

/**
 * A use as policies see it. It holds no case number: whether one was given is all that a policy may
 * ask, so that answers can be kept.
 *
 * @param target data service or certificate type, or null for ad hoc SQL
 * @param caseGiven whether a case reference was given
 * @param allowed what sharing types and agreements allow
 * @param day today in the hub's zone
 * @param hour hour of the day in the hub's zone, 0 to 23
 */
public record PolicyQuestion(
    Actor actor,
    Action action,
    String target,
    String purpose,
    boolean caseGiven,
    Resolution.Allowed allowed,
    LocalDate day,
    int hour) {}
