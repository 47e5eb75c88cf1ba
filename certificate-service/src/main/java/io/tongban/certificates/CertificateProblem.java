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
  NO_RENEWAL(
      "certificate-no-renewal",
      409,
      "该证照不能按来源数据换发",
      "The certificate cannot be renewed from its source",
      "证照类型须声明 sourceChange.changed: REPLACED，且证照有效；否则另行颁发",
      "Its type must declare sourceChange.changed: REPLACED and it must be valid; else make an"
          + " offer"),
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
  CALLBACK_UNKNOWN(
      "callback-unknown",
      422,
      "没有这个回调",
      "The client has no such Callback",
      "用 kind: Callback 为该客户端定义回调，或改用其已有的回调名称",
      "Declare a Callback for this client (kind: Callback), or name one it has"),
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
  SIGNING_KEY_UNKNOWN(
      "signing-key-unknown",
      404,
      "没有这把签名密钥",
      "There is no such signing key",
      "核对密钥编号",
      "Check the key's id"),
  SIGNING_KEY_CHANGED(
      "signing-key-changed",
      409,
      "签名密钥刚被他人变更，或已撤销",
      "The signing key was changed meanwhile or is withdrawn already",
      "重新查看密钥后再办理",
      "Look at the keys again and repeat the change if it is still needed"),
  SIGNING_KEY_REASON(
      "signing-key-reason-missing",
      422,
      "未填写原因",
      "The reason is missing",
      "填写原因（不超过 200 字，不写个人信息）",
      "Give a reason of at most 200 characters that names no person"),
  KEYS_UNAVAILABLE(
      "signing-keys-unavailable",
      503,
      "签名密钥库不可用",
      "The store of the signing keys is not available",
      "检查 tongban.certificates.keys.* 所指的文件、密码、密码机或令牌",
      "Check the file, password, library or token that tongban.certificates.keys.* names"),
  KEY_UNFIT(
      "signing-key-unfit",
      503,
      "签名密钥或其证书链不合用",
      "The signing key or its chain does not fit",
      "按说明更正密钥库中该名称的密钥和证书链",
      "Correct the key and chain of that alias in the store as the detail says"),
  SHOWING_INVALID(
      "showing-invalid",
      422,
      "出示内容有误",
      "What is to be shown does not fit the certificate",
      "只选择该证照列出的内容",
      "Choose among the contents that the certificate lists"),
  SHOWING_UNKNOWN(
      "showing-unknown",
      404,
      "没有这次亮证，或已结束",
      "There is no such showing, or it is over",
      "在“我的证照”中重新亮证",
      "Show the certificate anew from My certificates"),
  SHOW_CODE_UNKNOWN(
      "show-code-unknown",
      404,
      "没有这个出示码",
      "There is no such code",
      "核对出示码，或请持证人重新亮证",
      "Check the code, or ask the holder to show the certificate anew"),
  SHOW_CODE_OVER(
      "show-code-over",
      410,
      "出示码已用过或已过期",
      "The code was used before or has expired",
      "请持证人出示新的二维码；每个码只能用一次，不到一分钟即失效",
      "Ask the holder for the new code; each works once and for less than a minute"),
  CERTIFICATE_NOT_IN_FORCE(
      "certificate-not-in-force",
      409,
      "证照目前无效",
      "The certificate is not in force",
      "向颁发机构办理恢复、换领或补发",
      "Ask the issuing authority to reinstate, renew or reissue it"),
  CERTIFICATE_FACTS_CHANGED(
      "certificate-facts-changed",
      409,
      "颁发机构的登记与该证照不再一致",
      "The authority's records no longer agree with the certificate",
      "请颁发机构更新证照",
      "Ask the issuing authority to renew the certificate"),
  PRINT_CODE_UNKNOWN(
      "print-code-unknown",
      404,
      "没有这个打印件验证码",
      "There is no such code of a print",
      "核对打印件上的二维码；查不到的打印件请勿采信",
      "Check the code on the print; do not rely on a print that cannot be found"),
  PRINT_CODE_LOCKED(
      "print-code-locked",
      429,
      "证照编号输错次数过多",
      "Too many wrong numbers were tried for that print",
      "请持证人重新打印，或当面亮证",
      "Ask the holder for a new print, or to show the certificate face to face"),
  SERVICE_ITEM_UNKNOWN(
      "service-item-unknown",
      404,
      "没有这个用证事项",
      "There is no such service item",
      "核对事项二维码或名称",
      "Check the item's QR code or name"),
  USE_UNKNOWN(
      "certificate-use-unknown",
      404,
      "没有这项用证授权",
      "There is no such authorisation to use certificates",
      "核对授权编号；由事项所属部门的客户端查询",
      "Check its id; the client of the item's department may ask"),
  USE_OVER(
      "certificate-use-over",
      409,
      "用证授权已撤回或已到期",
      "The authorisation was withdrawn or has ended",
      "请持证人重新扫码授权",
      "Ask the holder to scan the item's code and authorise anew"),
  TYPE_ISSUED_HERE(
      "certificate-type-issued-here",
      422,
      "该证照类型由枢纽制证，不归集",
      "Certificates of that type are issued here and not collected",
      "发出领取邀请，或在证照类型中声明 collected",
      "Make an offer, or declare collected in the CertificateType"),
  TYPE_COLLECTED(
      "certificate-type-collected",
      422,
      "该证照类型只归集，不由枢纽制证",
      "Certificates of that type are collected and not issued here",
      "用 POST /v1/certificates/collected 归集已签章的证照文件",
      "Collect the sealed file with POST /v1/certificates/collected"),
  COLLECTION_INVALID(
      "certificate-collection-invalid",
      422,
      "归集的证照元数据有误",
      "The metadata of the collected certificate is not in order",
      "按说明更正所指的元数据项",
      "Correct the member that the detail names"),
  FILE_UNFIT(
      "certificate-file-unfit",
      422,
      "证照文件不合用",
      "The certificate's file does not fit",
      "提交该证照类型所列格式、完整可读、不超过 10 MiB 的文件",
      "Give a whole, readable file of at most 10 MiB in a format that the type lists"),
  SEAL_UNFIT(
      "certificate-seal-unfit",
      422,
      "证照文件的签章未通过验证",
      "The seal of the certificate's file does not hold",
      "由颁发机构用证照类型所列的签章重新签章后再归集；勿修改已签章的文件",
      "Have the authority seal the file anew with a seal that the type trusts, and do not change"
          + " sealed files"),
  COLLECTED_OTHERWISE(
      "certificate-collected-otherwise",
      409,
      "该标识已归集了另一份文件，或该文件已归集在另一标识下",
      "Another file was collected under that identifier, or that file under another identifier",
      "先前归集的保持不变；换发的证照使用新的标识，并以 REPLACED 关联",
      "What was collected first stays; give a renewed certificate an identifier of its own and link"
          + " it by REPLACED"),
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
