package io.tongban.access;

import io.tongban.hub.Label;
import io.tongban.hub.ProblemCode;

/** The error catalogue of access control. */
public enum AccessProblem implements ProblemCode {
  TOKEN_REQUEST_INVALID(
      "token-request-invalid",
      400,
      "invalid_request",
      "令牌请求有误",
      "The token request is not complete",
      "按 RFC 6749 第 4.4 节与 RFC 7523 第 2.2 节发送表单参数",
      "Send the form parameters of RFC 6749, section 4.4 and RFC 7523, section 2.2"),
  GRANT_TYPE_UNSUPPORTED(
      "grant-type-unsupported",
      400,
      "unsupported_grant_type",
      "不支持该授权类型",
      "The grant type is not supported",
      "使用 grant_type=client_credentials",
      "Use grant_type=client_credentials"),
  CLIENT_ASSERTION_INVALID(
      "client-assertion-invalid",
      401,
      "invalid_client",
      "客户端断言无效",
      "The client assertion is not valid",
      "用 Client 定义中登记的密钥签名，iss 与 sub 均为客户端名称",
      "Sign with a key of the Client definition; iss and sub are both the client's name"),
  CLIENT_ASSERTION_AUDIENCE(
      "client-assertion-audience",
      401,
      "invalid_client",
      "客户端断言的受众不符",
      "The client assertion is for somebody else",
      "aud 写本枢纽的令牌端点或公开地址",
      "Set aud to this hub's token endpoint or public URL"),
  CLIENT_ASSERTION_EXPIRED(
      "client-assertion-expired",
      401,
      "invalid_client",
      "客户端断言不在有效期内",
      "The client assertion is not valid at this time",
      "每次请求新做一个断言，有效期不超过五分钟，并校准时钟",
      "Make a new assertion for each request, valid for at most five minutes, and set the clock"),
  CLIENT_ASSERTION_REPLAYED(
      "client-assertion-replayed",
      401,
      "invalid_client",
      "客户端断言已被使用",
      "The client assertion was used before",
      "每次请求使用新的 jti",
      "Use a new jti for each request"),
  DPOP_PROOF_MISSING(
      "dpop-proof-missing",
      401,
      "invalid_dpop_proof",
      "缺少 DPoP 证明",
      "The DPoP proof is missing",
      "在 DPoP 请求头中附上证明（RFC 9449）",
      "Send one proof in the DPoP header (RFC 9449)"),
  DPOP_PROOF_INVALID(
      "dpop-proof-invalid",
      401,
      "invalid_dpop_proof",
      "DPoP 证明无效",
      "The DPoP proof is not valid",
      "按 RFC 9449 第 4.2 节制作证明",
      "Make the proof as in RFC 9449, section 4.2"),
  DPOP_PROOF_MISMATCH(
      "dpop-proof-mismatch",
      401,
      "invalid_dpop_proof",
      "DPoP 证明与请求不符",
      "The DPoP proof is for another request",
      "htm、htu、ath 须与本次请求一致，htu 不含查询串",
      "htm, htu and ath must be those of this request; htu has no query"),
  DPOP_PROOF_STALE(
      "dpop-proof-stale",
      401,
      "invalid_dpop_proof",
      "DPoP 证明不在有效时间内",
      "The DPoP proof was not made now",
      "每次请求新做证明，并校准时钟",
      "Make a new proof for each request and set the clock"),
  DPOP_PROOF_REPLAYED(
      "dpop-proof-replayed",
      401,
      "invalid_dpop_proof",
      "DPoP 证明已被使用",
      "The DPoP proof was used before",
      "每次请求使用新的 jti",
      "Use a new jti for each request"),
  TOKEN_MISSING(
      "token-missing",
      401,
      "invalid_token",
      "缺少访问令牌",
      "The access token is missing",
      "先在令牌端点取得令牌，再以 Authorization: DPoP 发送",
      "Get a token at the token endpoint and send it as Authorization: DPoP"),
  TOKEN_INVALID(
      "token-invalid",
      401,
      "invalid_token",
      "访问令牌无效",
      "The access token is not valid",
      "重新取得令牌",
      "Get a new token"),
  TOKEN_EXPIRED(
      "token-expired",
      401,
      "invalid_token",
      "访问令牌已过期",
      "The access token has expired",
      "重新取得令牌",
      "Get a new token"),
  TOKEN_KEY_MISMATCH(
      "token-key-mismatch",
      401,
      "invalid_token",
      "访问令牌属于另一密钥",
      "The access token is bound to another key",
      "用取得令牌时的同一密钥制作 DPoP 证明",
      "Make the DPoP proof with the key the token was issued to"),
  ROLE_MISSING(
      "role-missing",
      403,
      "insufficient_scope",
      "客户端没有所需角色",
      "The client lacks the role this needs",
      "请运营者在 Client 定义中加上该角色",
      "Ask the operator to add the role to the Client definition"),
  CLIENT_SUSPENDED(
      "client-suspended",
      403,
      "invalid_client",
      "客户端已停用",
      "The client is suspended",
      "联系枢纽运营者",
      "Ask the hub's operator"),
  BEARER_TOKENS_TOO_MANY(
      "bearer-tokens-too-many",
      429,
      null,
      "持有的令牌过多",
      "The client holds too many bearer tokens",
      "结束不用的令牌（DELETE），或等它们在五分钟内自行到期",
      "End those that are not used (DELETE), or wait: they end by themselves within five minutes"),
  CLIENT_UNKNOWN(
      "client-unknown",
      403,
      null,
      "没有这个客户端",
      "There is no such client",
      "先由运营者登记 Client 定义",
      "Have the operator declare a Client"),
  PURPOSE_MISSING(
      "purpose-missing",
      403,
      null,
      "未说明用途",
      "No purpose was given",
      "在请求中给出 purpose",
      "Give the purpose in the request"),
  PURPOSE_UNKNOWN(
      "purpose-unknown",
      403,
      null,
      "没有这个用途",
      "There is no such purpose",
      "使用已登记的 Purpose",
      "Use a declared Purpose"),
  CASE_REQUIRED(
      "case-required",
      403,
      null,
      "该用途须注明办件编号",
      "This purpose needs a case reference",
      "在请求中给出 case",
      "Give the case in the request"),
  RESOURCE_UNKNOWN(
      "resource-unknown",
      404,
      null,
      "没有这个资源",
      "There is no such resource",
      "核对资源目录",
      "Check the resource directory"),
  COLUMN_UNKNOWN(
      "column-unknown",
      422,
      null,
      "资源没有这个信息项",
      "The resource has no such column",
      "核对资源目录中的信息项",
      "Check the resource's information items in the directory"),
  ACCESS_NOT_AGREED(
      "access-not-agreed",
      403,
      null,
      "没有共享依据",
      "Nothing allows this use",
      "按 apply 所述申请共享",
      "Apply for it as apply says"),
  SUBJECT_MISSING(
      "subject-missing",
      403,
      null,
      "未说明是谁的数据",
      "The request does not say whose data it is about",
      "该共享以本人同意为依据：请调用声明了 subject 的数据服务，并给出本人标识",
      "This sharing rests on consent: call a data service that declares its subject and name the"
          + " person"),
  CONSENT_MISSING(
      "consent-missing",
      403,
      null,
      "没有本人的有效授权",
      "The person has not allowed this, or no longer does",
      "用 ask 的内容向 POST /v1/consent-requests 提出请求，并请本人在返回的地址上授权",
      "Send ask to POST /v1/consent-requests and have the person open the address it answers"),
  CONSENT_REQUEST_INVALID(
      "consent-request-invalid",
      422,
      null,
      "授权请求有误",
      "The request for consent cannot be taken as it is",
      "按提示修改用途、数据项或截止时间",
      "Mend the purpose, the attributes or the end as the detail says"),
  CONSENT_UNKNOWN(
      "consent-unknown",
      404,
      null,
      "没有这项授权",
      "There is no such consent",
      "核对地址；请求可能是发给他人的",
      "Check the address; the request may be meant for somebody else"),
  CONSENT_CLOSED(
      "consent-closed",
      409,
      null,
      "这项授权已不能更改",
      "This consent can no longer be changed",
      "请部门重新提出请求",
      "Have the department ask again"),
  CORRECTION_INVALID(
      "correction-invalid",
      422,
      null,
      "更正请求有误",
      "The correction cannot be taken as it is",
      "按提示修改后重新提交",
      "Mend what the detail names and send it again"),
  CORRECTION_UNKNOWN(
      "correction-unknown",
      404,
      null,
      "没有这项更正，或与本部门无关",
      "There is no such correction or record for this department",
      "核对编号与主键；只有数源部门和收到过该记录的部门可以提出",
      "Check id and key; only the provider and departments that received the record may ask"),
  CORRECTION_NOT_PROVIDER(
      "correction-not-provider",
      403,
      null,
      "只有数源部门可以决定",
      "Only the resource's provider decides",
      "以数源部门的客户端提交决定",
      "Have a client of the providing department decide"),
  CORRECTION_CLOSED(
      "correction-closed",
      409,
      null,
      "该更正已有结论",
      "The correction was decided before",
      "查看其状态；仍有错误时重新提出",
      "Look at its state; if the record is still wrong, ask anew"),
  REGION_MISSING(
      "region-missing",
      403,
      null,
      "部门没有登记区划",
      "The department has no region",
      "在 Department 定义中写明 region",
      "Declare the region in the Department definition"),
  RATE_EXCEEDED(
      "rate-exceeded",
      429,
      null,
      "调用过于频繁",
      "The agreement's rate is used up",
      "在 retryAt 所示时间之后再请求；或申请提高共享协议的 rate",
      "Ask again after retryAt, or apply for a higher rate in the sharing agreement"),
  POLICY_FORBIDS(
      "policy-forbids",
      403,
      null,
      "策略不允许",
      "A policy forbids this use",
      "向枢纽运营者了解 policies 所列策略",
      "Ask the hub's operator about the policies listed"),
  POLICY_FAILED(
      "policy-failed",
      503,
      null,
      "策略无法判定",
      "The policies could not be evaluated",
      "请运营者检查 policies 所列策略；判定失败时一律拒绝",
      "The operator must mend the policies listed; what cannot be decided is refused"),
  POLICY_ENGINE_UNAVAILABLE(
      "policy-engine-unavailable",
      500,
      null,
      "策略引擎无法启动",
      "The policy engine cannot be loaded",
      "在支持的平台上运行，并允许加载本地库（JDK 25 加 --enable-native-access=ALL-UNNAMED）",
      "Run on a supported platform and let native libraries load (JDK 25: "
          + "--enable-native-access=ALL-UNNAMED)"),
  GRANT_EXPIRED("grant-expired", 409, null, "授权已过期", "The grant has expired", "重新请求", "Ask again"),
  GRANT_SETTLED(
      "grant-settled",
      409,
      null,
      "授权已结清或不是本枢纽签发",
      "The grant was settled before or is not this hub's",
      "重新请求",
      "Ask again"),
  GRANT_EXCEEDED(
      "grant-exceeded",
      409,
      null,
      "结果超出授权",
      "The answer goes beyond the grant",
      "缩小查询范围",
      "Narrow the request"),
  OPERATOR_KEY_UNREADABLE(
      "operator-key-unreadable",
      500,
      null,
      "运营者密钥无法读取",
      "The operator's key cannot be read or written",
      "检查数据目录的权限；删除 operator.jwk 后重启会生成新密钥",
      "Check the data directory's permissions; without operator.jwk a restart makes a new key"),
  SUBJECT_SALT_UNREADABLE(
      "subject-salt-unreadable",
      500,
      null,
      "主体盐值无法解密",
      "A subject's salt cannot be decrypted",
      "恢复与数据库同时备份的主密钥",
      "Restore the master key that was backed up with the database"),
  ERASURE_INVALID(
      "erasure-invalid",
      400,
      null,
      "删除请求有误",
      "The request to erase a person is not valid",
      "按说明修正；法律依据和案号中不得出现个人信息",
      "Mend it as the detail says; legal basis and case must name no person"),
  ERASURE_RETAINED(
      "erasure-retained",
      409,
      null,
      "依法须继续保存",
      "The law still requires that it is kept",
      "先按说明办结（例如注销有效证照），再次提交",
      "End first what the detail names, for example by an act on the certificates, and ask again"),
  ERASURE_JOURNAL(
      "erasure-journal",
      500,
      null,
      "删除日志缺失或不符",
      "The journal of erasures is missing or does not fit",
      "放回最新的删除日志副本（tongban.erasures，默认在数据目录）后重新启动；切勿用空文件代替",
      "Put back the newest copy of the journal (tongban.erasures, by default in the data folder) and start"
          + " again; never an empty one");

  private final String code;
  private final int status;
  private final String oauthError;
  private final Label title;
  private final Label remedy;

  AccessProblem(
      String code,
      int status,
      String oauthError,
      String titleZh,
      String titleEn,
      String remedyZh,
      String remedyEn) {
    this.code = code;
    this.status = status;
    this.oauthError = oauthError;
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

  /**
   * The error code that OAuth has for it (RFC 6749, section 5.2; RFC 6750, section 3.1; RFC 9449,
   * section 5), or null where OAuth is not concerned.
   */
  public String oauthError() {
    return oauthError;
  }

  /** The catalogue entry of that code, or null if it is another module's. */
  public static AccessProblem of(String code) {
    for (AccessProblem problem : values()) {
      if (problem.code.equals(code)) {
        return problem;
      }
    }
    return null;
  }
}
