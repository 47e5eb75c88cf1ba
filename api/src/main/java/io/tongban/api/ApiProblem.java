package io.tongban.api;

import io.tongban.hub.Label;
import io.tongban.hub.ProblemCode;

/** The edge's own error catalogue. */
public enum ApiProblem implements ProblemCode {
  SETTINGS_UNSAFE(
      "settings-unsafe",
      500,
      "设置不安全，拒绝启动",
      "The settings are not safe to start with",
      "按提示修改所列设置项后重新启动",
      "Change the settings that are named and start again"),
  REQUEST_MALFORMED(
      "request-malformed",
      400,
      "请求格式有误",
      "The request is not well formed",
      "按提示的位置修改后重新提交",
      "Mend the place that is named and send it again"),
  REQUEST_INVALID(
      "request-invalid",
      400,
      "请求内容有误",
      "The request cannot be taken as it is",
      "核对参数后重试",
      "Check the parameters and try again"),
  SIGN_IN_REQUIRED(
      "sign-in-required",
      401,
      "需要先登录或出示令牌",
      "Sign in or send a token first",
      "在门户登录，或在 Authorization 请求头中出示令牌",
      "Sign in on the portal, or send a token in the Authorization header"),
  ROLE_REQUIRED(
      "role-required",
      403,
      "没有相应的角色",
      "Your role does not allow this",
      "请向本平台运维人员申请所需角色",
      "Ask the hub's operator for the role that is named"),
  PERSON_UNKNOWN(
      "person-unknown",
      403,
      "登录未提供身份标识",
      "Your sign-in does not say which person you are",
      "请换用提供身份号码的登录方式，或联系本平台运维人员",
      "Sign in with a provider that tells your identifier, or ask the hub's operator"),
  COUNTER_UNASSIGNED(
      "counter-unassigned",
      403,
      "登录未说明所在窗口的部门",
      "Your sign-in does not say for which department's counter you work",
      "请联系本平台运维人员：登录须给出部门的客户端名称",
      "Ask the hub's operator: the sign-in must name a client of the department"),
  NOT_FOUND(
      "not-found",
      404,
      "没有这个地址",
      "There is nothing at this address",
      "核对地址；接口清单见 /q/openapi",
      "Check the address; the interfaces are listed at /q/openapi"),
  METHOD_NOT_ALLOWED(
      "method-not-allowed",
      405,
      "该地址不接受这种请求方法",
      "This address does not take that method",
      "改用 Allow 响应头列出的方法",
      "Use one of the methods in the Allow header"),
  NOT_ACCEPTABLE(
      "not-acceptable",
      406,
      "无法以所要求的格式回答",
      "The answer is not available in the format asked for",
      "修改 Accept 请求头，例如 application/json",
      "Change the Accept header, for example to application/json"),
  BODY_TOO_LARGE(
      "body-too-large",
      413,
      "请求内容过大",
      "The request body is too large",
      "拆分为较小的请求",
      "Split it into smaller requests"),
  MEDIA_TYPE_UNSUPPORTED(
      "media-type-unsupported",
      415,
      "不支持该内容类型",
      "The body's media type is not supported here",
      "修改 Content-Type 请求头，例如 application/json",
      "Change the Content-Type header, for example to application/json"),
  REQUEST_REFUSED(
      "request-refused",
      400,
      "请求被拒绝",
      "The request was refused",
      "核对请求后重试",
      "Check the request and try again"),
  CROSS_SITE(
      "cross-site",
      403,
      "拒绝来自其他网站的提交",
      "A form was sent from another site",
      "请在本门户的页面上重新提交",
      "Send the form again from a page of this portal"),
  STARTING(
      "starting",
      503,
      "平台正在启动",
      "The hub is starting",
      "稍后重试；若一直如此，运维人员请查看日志",
      "Try again in a moment; if it stays, the hub's operator finds the reason in the log"),
  INTERNAL(
      "internal",
      500,
      "平台内部出错",
      "Something went wrong inside the hub",
      "稍后重试；若仍出错，请把事件编号告知运维人员",
      "Try again later; if it stays, tell the hub's operator the incident id");

  private final String code;
  private final int status;
  private final Label title;
  private final Label remedy;

  ApiProblem(
      String code, int status, String titleZh, String titleEn, String remedyZh, String remedyEn) {
    this.code = code;
    this.status = status;
    this.title = new Label(titleZh, titleEn);
    this.remedy = new Label(remedyZh, remedyEn);
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public Label title() {
    return title;
  }

  @Override
  public Label remedy() {
    return remedy;
  }
}
