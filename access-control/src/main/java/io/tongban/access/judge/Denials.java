package io.tongban.access.judge;

import io.tongban.access.AccessProblem;
import io.tongban.access.AccessRequest;
import io.tongban.access.agreements.Resolution;
import io.tongban.access.cedar.PolicyDecision;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Words denials so that the reader knows what to do next. */
final class Denials {
  private final DefinitionView definitions;

  Denials(DefinitionView definitions) {
    this.definitions = definitions;
  }

  /** Of a use that is not allowed. */
  Problem problem(AccessRequest request, Resolution resolution) {
    if (resolution instanceof Resolution.UnknownResource unknown) {
      return unknown(unknown);
    }
    if (resolution instanceof Resolution.UnknownColumn unknown) {
      return unknown(unknown);
    }
    return notAgreed(request, (Resolution.NotAgreed) resolution);
  }

  private static Problem unknown(Resolution.UnknownResource unknown) {
    return Problem.of(
            AccessProblem.RESOURCE_UNKNOWN,
            "there is no resource " + unknown.resource() + "; " + unknown.fix())
        .with("resource", unknown.resource());
  }

  private static Problem unknown(Resolution.UnknownColumn unknown) {
    return Problem.of(
            AccessProblem.COLUMN_UNKNOWN,
            "resource "
                + unknown.resource()
                + " has no column "
                + unknown.column()
                + "; "
                + unknown.fix())
        .with("resource", unknown.resource())
        .with("column", unknown.column());
  }

  static Problem forbidden(PolicyDecision.Forbidden forbidden) {
    return Problem.of(
            AccessProblem.POLICY_FORBIDS,
            "forbidden by policy " + String.join(", ", forbidden.policies()))
        .with("policies", forbidden.policies());
  }

  static Problem failed(PolicyDecision.Failed failed) {
    String which =
        failed.policies().isEmpty()
            ? "the policy engine failed"
            : "policy " + String.join(", ", failed.policies()) + " failed";
    return Problem.of(AccessProblem.POLICY_FAILED, which + ": " + failed.why())
        .with("policies", failed.policies());
  }

  private Problem notAgreed(AccessRequest request, Resolution.NotAgreed refused) {
    List<Resolution.Missing> missing = refused.missing();
    String recipient = request.actor().department();
    return Problem.of(AccessProblem.ACCESS_NOT_AGREED, detail(recipient, request, refused))
        .with("resource", missing.get(0).resource())
        .with("missing", missing)
        .with("near", refused.near())
        .with("apply", apply(recipient, request, missing));
  }

  private static String detail(
      String recipient, AccessRequest request, Resolution.NotAgreed refused) {
    String resources = resources(refused.missing());
    String near =
        refused.near().stream()
            .map(n -> "; agreement " + n.agreement() + ": " + n.why())
            .collect(Collectors.joining());
    return "no sharing agreement in force lets department "
        + recipient
        + " use "
        + resources
        + " for purpose "
        + request.purpose()
        + near;
  }

  /** In both languages in one text, since an extension member has no other place for them. */
  private String apply(String recipient, AccessRequest request, List<Resolution.Missing> missing) {
    if (missing.stream().anyMatch(m -> !m.shareable())) {
      String closed =
          missing.stream()
              .filter(m -> !m.shareable())
              .map(Resolution.Missing::resource)
              .collect(Collectors.joining(", "));
      return inBoth(
          closed + " 属不予共享，仅其提供部门可用；请与提供部门商议其共享类型所依据的法律、法规或国务院决定",
          closed
              + " is not shared: only its provider may use it; ask the provider on which law,"
              + " regulation or State Council decision that rests");
    }
    String providers =
        missing.stream()
            .map(Resolution.Missing::provider)
            .distinct()
            .map(this::withContact)
            .collect(Collectors.joining(", "));
    String resources = resources(missing);
    return inBoth(
        "由 "
            + recipient
            + " 向 "
            + providers
            + " 申请共享协议，列明资源与信息项 "
            + resources
            + "、用途 "
            + request.purpose()
            + "、依据、场景、范围、方式与期限，经本部门与数据主管部门审核后由提供部门答复",
        "department "
            + recipient
            + " applies to "
            + providers
            + " for a sharing agreement that names "
            + resources
            + " and purpose "
            + request.purpose()
            + ", with basis, scenario, scope, mode and term; own review, the"
            + " data authority's check and the provider's answer follow (Regulation 809)");
  }

  private static String inBoth(String zh, String en) {
    return en + " / " + zh;
  }

  private static String resources(List<Resolution.Missing> missing) {
    return missing.stream()
        .map(m -> m.resource() + " (" + String.join(", ", m.columns()) + ")")
        .collect(Collectors.joining(", "));
  }

  private String withContact(String provider) {
    return definitions
        .find(DepartmentSpec.class, provider)
        .map(Definition::spec)
        .map(DepartmentSpec::contact)
        .map(contact -> provider + " (" + contact + ")")
        .orElse(provider);
  }
}
