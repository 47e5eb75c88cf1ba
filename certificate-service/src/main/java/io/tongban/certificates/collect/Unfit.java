package io.tongban.certificates.collect;

import io.tongban.certificates.CertificateProblem;
import io.tongban.hub.ProblemException;

/** Refusals of a file or its seal, each with a reason programs can tell apart. */
final class Unfit {
  private Unfit() {}

  static ProblemException file(String reason, String detail) {
    return file(reason, detail, null);
  }

  static ProblemException file(String reason, String detail, Exception cause) {
    return CertificateProblem.FILE_UNFIT.problem(detail, cause).with("reason", reason);
  }

  static ProblemException seal(String reason, String detail) {
    return seal(reason, detail, null);
  }

  static ProblemException seal(String reason, String detail, Exception cause) {
    return CertificateProblem.SEAL_UNFIT.problem(detail, cause).with("reason", reason);
  }
}
