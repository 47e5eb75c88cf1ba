package io.tongban.registry;

import io.tongban.hub.Label;
import io.tongban.hub.ProblemCode;

/** The registry's error catalogue. */
public enum RegistryProblem implements ProblemCode {
  RESOURCE_UNKNOWN(
      "resource-unknown",
      404,
      "没有这个资源目录",
      "There is no such resource",
      "在资源目录中核对名称",
      "Look the name up in the resource directory"),
  RESOURCE_LIVE(
      "resource-live",
      409,
      "该资源在来源系统中实时查询",
      "The resource is queried where it lies",
      "通过查询或数据服务访问；它不在枢纽中存储",
      "Query it; the hub stores no records of it"),
  ELEMENT_UNKNOWN(
      "element-unknown",
      404,
      "没有这个数据元",
      "There is no such data element",
      "在数据元目录中核对名称",
      "Look the name up among the data elements"),
  CODE_UNKNOWN(
      "code-unknown",
      404,
      "没有这个代码",
      "There is no such code",
      "核对代码表、代码与日期",
      "Check the code list, the code and the day"),
  DATE_INVALID(
      "date-invalid",
      400,
      "日期无效",
      "The day is not valid",
      "按 YYYY-MM-DD 填写日期",
      "Write the day as YYYY-MM-DD"),
  LIMIT_INVALID(
      "limit-invalid",
      400,
      "每页条数无效",
      "The page size is not valid",
      "填写 1 到 1000 之间的整数",
      "Give a whole number from 1 to 1000"),
  LOAD_UNDER_WAY(
      "load-under-way",
      409,
      "该资源正在入库",
      "Another load of the resource is under way",
      "等待其结束后重试",
      "Try again when it has ended"),
  RECORD_INVALID(
      "record-invalid",
      422,
      "记录与资源的信息项不符",
      "A record does not fit its resource",
      "检查连接器的映射",
      "Check the connector's mapping"),
  TABLE_MISMATCH(
      "table-mismatch",
      500,
      "记录表与定义不符",
      "A table of records differs from its definition",
      "恢复该表，或提高资源的主版本号",
      "Restore the table or raise the resource's majorVersion"),
  STORE_FAILED(
      "record-store-failed",
      503,
      "记录库未能完成操作",
      "The record store could not do it",
      "稍后重试；若仍失败，检查枢纽的数据库",
      "Try again; if it fails still, look after the hub's database");

  private final String code;
  private final int status;
  private final Label title;
  private final Label remedy;

  RegistryProblem(
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
