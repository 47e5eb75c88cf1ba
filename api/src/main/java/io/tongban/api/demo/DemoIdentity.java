package io.tongban.api.demo;

import io.tongban.api.login.LoginTenant;
import io.tongban.api.login.Role;
import io.tongban.hub.Label;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The invented people of an example hub. */
public enum DemoIdentity {
  STEWARD(Role.STEWARD, new Label("李文（数据管理员）", "Li Wen (data steward)"), null),
  AUDITOR(Role.AUDITOR, new Label("周岩（审计员）", "Zhou Yan (auditor)"), null),
  CLERK(Role.CLERK, new Label("陈静（窗口人员）", "Chen Jing (counter clerk)"), null),
  OPERATOR(Role.OPERATOR, new Label("王磊（平台运维）", "Wang Lei (hub operator)"), null),
  /** Her ID number is nobody's: GB/T 2260 has no place with the code 99. */
  CITIZEN(Role.CITIZEN, new Label("张敏（办事群众）", "Zhang Min (citizen)"), "990001199003078046");

  private final Role role;
  private final Label person;
  private final String idNumber;

  DemoIdentity(Role role, Label person, String idNumber) {
    this.role = role;
    this.person = person;
    this.idNumber = idNumber;
  }

  /** The invented ID number, or null. */
  public String idNumber() {
    return idNumber;
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
