package io.tongban.certificates;

import io.tongban.hub.Label;
import io.tongban.hub.ProblemCode;

/** The certificate service's error catalogue. */
public enum CertificateProblem implements ProblemCode {
  TYPE_UNKNOWN(
      "certificate-type-unknown",
      404,
      "没有这种证照",
      "There is no such certificate type",
      "核对证照类型名称",
      "Check the name of the CertificateType"),
  AUTHORITY_UNKNOWN(
      "certificate-authority-unknown",
      404,
      "该机构不在本枢纽颁发证照",
      "That authority issues no certificates here",
      "核对颁发机构名称",
      "Check the authority's name"),
  CERTIFICATE_UNKNOWN(
      "certificate-unknown",
      404,
      "没有这张证照",
      "There is no such certificate",
      "核对证照编号",
      "Check the certificate's id"),
  NOT_ISSUING_AUTHORITY(
      "not-issuing-authority",
      403,
      "只有颁发机构可以办理",
      "Only the issuing authority may do that",
      "以颁发机构的签发客户端（角色 issuer）办理",
      "Use a client of the issuing authority that has the role issuer"),
  PARAMETERS_INVALID(
      "certificate-parameters-invalid",
      422,
      "证照参数有误",
      "The parameters do not fit the certificate's data service",
      "按数据服务声明的参数提交",
      "Give the parameters that the data service declares"),
  ACT_INCOMPLETE(
      "certificate-act-incomplete",
      422,
      "行政行为填写不完整",
      "The act is not complete",
      "填写行为种类、日期（颁发日至今日）、法律依据（不超过 200 字）和原因（不超过 500 字）",
      "Give the act, its date (from the day of issue to today), its legal basis (at most 200"
          + " characters) and its reason (at most 500)"),
  SUCCESSOR_UNFIT(
      "certificate-successor-unfit",
      422,
      "新证不能接替该证照",
      "The successor cannot take the certificate's place",
      "换发时填写同一机构颁发、有效且尚未接替他证的新证；其他行为不填新证",
      "For REPLACED name a valid certificate of the same authority that replaces no other; for any"
          + " other act name none"),
  STATUS_FINAL(
      "certificate-status-final",
      409,
      "证照已终止，不可再变更",
      "The certificate has ended, and that is final",
      "如需恢复资格，请重新颁发证照",
      "Issue a new certificate instead"),
  ACT_NOT_ALLOWED(
      "certificate-act-not-allowed",
      409,
      "证照目前的状态不容许该行为",
      "The certificate's present state does not allow that act",
      "按说明中列出的行为办理",
      "Do one of the acts the detail names"),
  STATUS_CHANGED_MEANWHILE(
      "certificate-status-changed-meanwhile",
      409,
      "证照状态刚被他人变更",
      "Somebody else changed the certificate's status at the same time",
      "重新查看状态后再办理",
      "Look at the status again and repeat the change if it is still needed"),
  NOT_FOR_HOLDERS(
      "certificate-not-for-holders",
      422,
      "该证照不接受本人登录申领",
      "Holders cannot ask for that certificate by signing in",
      "由机构提供参数并发出领取邀请，或在证照类型中声明 selfService",
      "Offer it with its parameters, or declare selfService in the CertificateType"),
  OFFER_UNKNOWN(
      "certificate-offer-unknown",
      404,
      "没有这份领取邀请",
      "There is no such offer",
      "请颁发机构重新发出邀请",
      "Ask the authority for a new offer"),
  HOLDERS_SIGN_IN(
      "certificate-holders-sign-in",
      422,
      "该机构的证照只接受持证人登录领取",
      "Certificates of that authority are fetched by holders who sign in",
      "使用 signIn 发出领取邀请",
      "Offer it with signIn"),
  WALLET_REQUEST_UNKNOWN(
      "wallet-request-unknown",
      404,
      "没有这个申领请求，或已失效、已办结",
      "There is no such request of a wallet, or it has expired or was answered",
      "回到钱包重新申领",
      "Go back to your wallet and ask for the certificate again"),
  STATUS_LIST_UNKNOWN(
      "status-list-unknown",
      404,
      "没有这个状态列表",
      "There is no such status list",
      "使用证照中 status_list.uri 的地址",
      "Use the address in the certificate's status_list.uri"),
  PRESENTATION_UNKNOWN(
      "presentation-unknown",
      404,
      "没有这次出示",
      "There is no such presentation",
      "核对出示编号；由发起的客户端查询",
      "Check the presentation's id; the client that started it may ask"),
  PRESENTATION_REQUEST_INVALID(
      "presentation-request-invalid",
      422,
      "出示请求有误",
      "The request for a presentation is not well formed",
      "按 OpenID4VP 1.0 第 6 节（DCQL）修改请求",
      "Correct the request after OpenID4VP 1.0, section 6 (DCQL)"),
  PRESENTATION_NOT_COVERED(
      "presentation-not-covered",
      403,
      "该用途不允许索取这些内容",
      "The purpose does not allow to ask for these claims",
      "只索取共享协议列明的内容，或申请变更协议",
      "Ask only for what the sharing agreement lists, or apply for a change of it"),
  PRESENTATION_OVER(
      "presentation-over",
      410,
      "这次出示已结束",
      "The presentation is over",
      "重新发起出示请求",
      "Start a new presentation"),
  RESPONSE_CODE_WRONG(
      "presentation-response-code-wrong",
      403,
      "回执码不符",
      "The response code is missing or wrong",
      "由发起请求的会话提交钱包跳转时带回的 response_code",
      "Give the response_code that the wallet's redirect brought back to the session that started it"),
  STATUS_TIME_MALFORMED(
      "status-time-malformed",
      400,
      "时间格式有误",
      "The time is not readable",
      "time 填写 1970-01-01T00:00:00Z 以来的秒数",
      "Write time as seconds since 1970-01-01T00:00:00Z"),
  STATUS_TIME_UNKNOWN(
      "status-time-unknown",
      404,
      "没有该时间的状态",
      "There is no status for that time",
      "使用状态列表建立之后、现在之前的时间，或去掉 time 参数",
      "Use a time after the list's first and not in the future, or leave out the parameter time"),
  SIGNING_FAILED(
      "certificate-signing-failed",
      500,
      "证照签名失败",
      "The certificate could not be signed",
      "检查密钥文件，或从备份恢复",
      "Check the key files or restore them from their backup");

  private final String code;
  private final int status;
  private final Label title;
  private final Label remedy;

  CertificateProblem(
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
