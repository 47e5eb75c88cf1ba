package io.tongban.api.demo;

import io.tongban.api.login.LoginTenant;
import io.tongban.api.login.Role;
import io.tongban.hub.Label;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The invented people of an example hub. */
public enum DemoIdentity {
  STEWARD(Role.STEWARD, new Label("李文（数据管理员）", "Li Wen (data steward)")),
  AUDITOR(Role.AUDITOR, new Label("周岩（审计员）", "Zhou Yan (auditor)")),
  CLERK(Role.CLERK, new Label("陈静（窗口人员）", "Chen Jing (counter clerk)")),
  OPERATOR(Role.OPERATOR, new Label("王磊（平台运维）", "Wang Lei (hub operator)")),
  CITIZEN(Role.CITIZEN, new Label("张敏（办事群众）", "Zhang Min (citizen)"));

  private final Role role;
  private final Label person;

  DemoIdentity(Role role, Label person) {
    this.role = role;
    this.person = person;
  }

  /** Subject identifier (OpenID Connect Core, section 2). */
  public String subject() {
    return "demo-" + role.key();
  }

  /** What they may do. */
  public Role role() {
    return role;
  }

  /** Name and post. */
  public Label person() {
    return person;
  }

  /** Who can sign in at a tenant. */
  public static List<DemoIdentity> of(LoginTenant tenant) {
    return Arrays.stream(values())
        .filter(i -> (i.role == Role.CITIZEN) == (tenant == LoginTenant.CITIZEN))
        .toList();
  }

  /** The identity with that subject. */
  public static Optional<DemoIdentity> of(String subject) {
    return Arrays.stream(values()).filter(i -> i.subject().equals(subject)).findFirst();
  }
}
