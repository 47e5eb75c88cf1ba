package io.tongban.certificates;

import io.tongban.certificates.Certificates.Status;
import io.tongban.hub.Label;
import java.util.Arrays;
import java.util.List;

/**
 * The acts of law that decide over a certificate. The last one is the certificate's state; a status
 * list knows only the {@link Status} it leads to.
 */
public enum Act {
  /** 颁发: it was issued. */
  ISSUED(Status.VALID, "有效", "Valid"),
  /** 暂扣: it may not be used until the suspension is lifted. */
  SUSPENDED(Status.SUSPENDED, "已暂扣", "Suspended"),
  /** 恢复: a suspension was lifted. */
  REINSTATED(Status.VALID, "有效", "Valid"),
  /** 撤回: withdrawn for the public interest, without the holder's fault. */
  WITHDRAWN(Status.REVOKED, "已撤回", "Withdrawn"),
  /** 撤销: annulled, since it should never have been issued. */
  ANNULLED(Status.REVOKED, "已撤销", "Annulled"),
  /** 注销: deregistered, since its subject is no more or gave it up. */
  DEREGISTERED(Status.REVOKED, "已注销", "Deregistered"),
  /** 吊销: revoked as a penalty. */
  REVOKED(Status.REVOKED, "已吊销", "Revoked"),
  /** 失效: lapsed, since what it rested on holds no more. */
  LAPSED(Status.REVOKED, "已失效", "Lapsed"),
  /** 转出: the file went to another authority. */
  TRANSFERRED(Status.REVOKED, "已转出", "Transferred out"),
  /** 换发: another certificate took its place. */
  REPLACED(Status.REVOKED, "已换发", "Replaced");

  private final Status status;
  private final Label title;

  Act(Status status, String zh, String en) {
    this.status = status;
    this.title = new Label(zh, en);
  }

  /** The status a certificate has after it. */
  public Status status() {
    return status;
  }

  /** The state it leaves a certificate in, as people call it. */
  public Label title() {
    return title;
  }

  /** Whether it can be done to a certificate whose last act is the one given. */
  public boolean mayFollow(Act last) {
    return switch (this) {
      case ISSUED -> false;
      case REINSTATED -> last == SUSPENDED;
      case SUSPENDED, TRANSFERRED, REPLACED -> last.status == Status.VALID;
      case WITHDRAWN, ANNULLED, DEREGISTERED, REVOKED, LAPSED -> last.status != Status.REVOKED;
    };
  }

  /** What may be done after it; empty after an act that is final. */
  public List<Act> next() {
    return Arrays.stream(values()).filter(act -> act.mayFollow(this)).toList();
  }
}
