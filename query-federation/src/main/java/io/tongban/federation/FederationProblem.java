package io.tongban.federation;

import io.tongban.hub.Label;
import io.tongban.hub.ProblemCode;

/** Federation's error catalogue. */
public enum FederationProblem implements ProblemCode {
  NOT_A_SELECT(
      "not-a-select",
      400,
      "只接受查询语句",
      "Only a single SELECT is accepted",
      "提交一条 SELECT 语句",
      "Send one SELECT statement"),
  SQL_INVALID(
      "sql-invalid",
      400,
      "SQL 有误",
      "The SQL is not valid",
      "按 line 与 column 所指位置修改",
      "Mend the place that line and column name"),
  NAME_UNKNOWN(
      "sql-name-unknown",
      400,
      "没有这个表或列",
      "There is no such table or column",
      "核对名称，参考 suggestions；未授权的列不可见，可申请授权",
      "Check the name, see suggestions; columns that are not granted do not exist, apply for them"),
  PARAMETER_INVALID(
      "parameter-invalid",
      400,
      "参数有误",
      "A parameter is not valid",
      "按服务声明的名称与类型给出参数",
      "Give the parameters by the names and types the service declares"),
  SERVICE_UNKNOWN(
      "service-unknown",
      404,
      "没有这个数据服务",
      "There is no such data service",
      "在 GET /v1/services 中核对名称",
      "Check the name in GET /v1/services"),
  GRANT_EXPIRED(
      "grant-expired", 403, "授权已过期", "The grant has expired", "重新申请授权", "Ask for a new grant"),
  EVALUATION_FAILED(
      "evaluation-failed",
      422,
      "查询无法求值",
      "The query could not be evaluated",
      "检查表达式（除零、溢出、类型转换）",
      "Check its expressions: division by zero, overflow, conversions"),
  SOURCE_MISFIT(
      "source-misfit",
      502,
      "部门系统与资源定义不符",
      "A department's system does not match its definition",
      "请资源提供部门核对实时绑定的表与列",
      "Ask the provider to check the table and columns of the live binding"),
  QUERY_TIMEOUT(
      "query-timeout",
      504,
      "查询超时",
      "The query took too long",
      "缩小查询范围，或声明为报表服务",
      "Narrow the query, or declare it as a report service"),
  ANSWER_TOO_LARGE(
      "answer-too-large",
      413,
      "结果过大",
      "The answer is too large",
      "缩小查询范围或减少列",
      "Narrow the query or ask for fewer columns"),
  QUERY_TOO_WIDE(
      "query-too-wide",
      413,
      "查询过宽",
      "The query joins too many rows",
      "用条件缩小连接的一侧",
      "Narrow one side of the join by a condition"),
  POLICY_INVALID(
      "policy-invalid",
      500,
      "授权的行条件或脱敏规则无法执行",
      "A row condition or mask of the grant cannot be applied, so nothing is read",
      "请管理员修改共享协议的行条件或脱敏规则",
      "Ask the operator to mend the rows and masks of the sharing agreement"),
  NOT_HANDED_OVER(
      "not-handed-over",
      422,
      "查询不能交给 Trino",
      "The query cannot be handed to Trino",
      "改用 engine: local，或按 detail 修改 SQL 与 trinoCatalogs",
      "Use engine: local, or change the SQL or trinoCatalogs as the detail says"),
  NOT_GOVERNED(
      "plan-not-governed",
      500,
      "查询计划未受控，已拒绝",
      "The plan would read data outside its policy and was refused",
      "请将此问题报告给管理员",
      "Report this to the operator");

  private final String code;
  private final int status;
  private final Label title;
  private final Label remedy;

  FederationProblem(
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
