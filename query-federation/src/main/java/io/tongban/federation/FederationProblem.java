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
  KEY_UNBOUND(
      "key-unbound",
      400,
      "未指明要查询的键",
      "A web service can only be asked by its key",
      "在 WHERE 中以值限定 columns 所列的列",
      "Bind the columns listed under columns by values in WHERE"),
  TOO_MANY_CALLS(
      "too-many-calls",
      422,
      "对接口的调用次数过多",
      "A web service would be asked too often in one query",
      "减少所查询的键，或由连接器归集该资源",
      "Ask for fewer keys, or have the resource loaded by a connector"),
  QUERY_TIMEOUT(
      "query-timeout",
      504,
      "查询超时",
      "The query took too long",
      "缩小查询范围，或声明为报表服务",
      "Narrow the query, or declare it as a report service"),
  QUERY_CANCELLED(
      "query-cancelled",
      409,
      "查询已取消",
      "The query was cancelled",
      "如仍需要，请重新查询",
      "Ask again if the answer is still needed"),
  CURSOR_UNKNOWN(
      "cursor-unknown",
      404,
      "没有这个游标，或已关闭、已过期",
      "There is no such cursor, or it was closed or has expired",
      "重新查询",
      "Ask the question again"),
  CURSOR_POSITION(
      "cursor-position",
      409,
      "请求的不是下一页",
      "This is not the next page of the cursor",
      "按顺序取页；已发放的页不再发放",
      "Take the pages in order; a page is released once"),
  CURSOR_BUSY(
      "cursor-busy",
      409,
      "游标正在读取",
      "The cursor is being read",
      "等待上一请求结束",
      "Wait for the request before this one"),
  CURSORS_TOO_MANY(
      "cursors-too-many",
      429,
      "打开的游标过多",
      "Too many cursors are open",
      "读完或关闭已打开的游标",
      "Read the open cursors to their end or close them"),
  PAGE_INVALID(
      "page-invalid",
      400,
      "页码或页大小超出范围",
      "The page or its size is out of range",
      "按 detail 所列范围修改",
      "Keep within the range that detail names"),
  POLICY_CHANGED(
      "policy-changed",
      409,
      "读取期间授权或定义已变更",
      "What is granted has changed since the answer was read",
      "重新查询",
      "Ask the question again"),
  SERVICE_RETIRED(
      "service-retired",
      410,
      "该服务版本已停用",
      "This version of the service is retired",
      "改用 successor 所指版本",
      "Call the version that successor names"),
  QUERY_JOB_UNKNOWN(
      "query-job-unknown",
      404,
      "没有这个查询作业",
      "There is no such query job",
      "核对编号；过期作业会被删除",
      "Check the id; a job is deleted when it expires"),
  QUERY_JOB_UNFINISHED(
      "query-job-unfinished",
      409,
      "查询作业尚未完成",
      "The query job has no result yet",
      "待状态为 DONE 后再取页",
      "Fetch pages once its state is DONE"),
  QUERY_JOB_LOST(
      "query-job-lost",
      410,
      "查询作业已中断或结果无法读取",
      "The query job was broken off, or its result cannot be read",
      "重新提交作业",
      "Submit the job again"),
  QUERY_JOBS_TOO_MANY(
      "query-jobs-too-many",
      429,
      "查询作业过多",
      "There are too many query jobs",
      "删除不再需要的作业，或稍后再试",
      "Delete jobs that are no longer needed, or try again later"),
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
      "The query holds too many rows in the hub",
      "用条件缩小连接、排序或分组的范围",
      "Narrow what is joined, sorted or grouped by a condition"),
  HUB_BUSY(
      "hub-busy",
      503,
      "同时进行的查询占满了内存",
      "Queries that run now take all the memory they may",
      "稍后再试",
      "Try again later"),
  POLICY_INVALID(
      "policy-invalid",
      500,
      "授权的行条件或脱敏规则无法执行",
      "A row condition or mask of the grant cannot be applied, so nothing is read",
      "请管理员修改共享协议的行条件或脱敏规则",
      "Ask the operator to mend the rows and masks of the sharing agreement"),
  STATISTICS_ONLY(
      "statistics-only",
      403,
      "该资源只供统计使用",
      "The resource may be read through statistics only",
      "用 GROUP BY 与 COUNT、SUM、AVG 等汇总；记录少于下限的组不出现在结果中",
      "Aggregate with GROUP BY and COUNT, SUM, AVG …; groups of fewer records are left out"),
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
