package io.tongban.connectors;

import io.tongban.hub.Label;
import io.tongban.hub.ProblemCode;

/** This module's error catalogue. */
public enum ConnectorProblem implements ProblemCode {
  CONNECTOR_UNKNOWN(
      "connector-unknown",
      404,
      "没有这个连接器",
      "There is no such connector",
      "核对连接器名称",
      "Check the connector's name"),
  RUN_UNKNOWN("run-unknown", 404, "没有这次运行", "There is no such run", "核对运行编号", "Check the run's id"),
  INPUT_MISSING(
      "input-missing",
      409,
      "没有可读取的输入",
      "There is nothing to read",
      "把文件放入投递目录，或核对 input.file",
      "Drop a file into the source's folder, or check input.file"),
  INPUT_TOO_LARGE(
      "input-too-large",
      413,
      "输入过大",
      "The input is too large",
      "拆分输入，或提高 input.maxBytes",
      "Split the input or raise input.maxBytes"),
  INPUT_UNREADABLE(
      "input-unreadable",
      422,
      "输入无法读取",
      "The input cannot be read",
      "核对格式与编码，或请来源部门重新提供",
      "Check format and encoding, or ask the source's department to send it again"),
  INPUT_DANGEROUS(
      "input-dangerous",
      422,
      "输入含有危险内容",
      "The input holds something dangerous",
      "请来源部门提供不含 DTD、实体或压缩炸弹的文件",
      "Ask the source's department for a file without a DTD, entities or bombs"),
  ENCODING_MISMATCH(
      "encoding-mismatch",
      422,
      "输入的编码与声明不符",
      "The input is not in its declared encoding",
      "按来源的实际编码填写 input.encoding",
      "Write the real encoding as input.encoding"),
  INPUT_CHANGED(
      "input-changed",
      409,
      "文件在读取时被改动",
      "The file changed while it was read",
      "等来源写完后再装载",
      "Load it again when its writer has finished"),
  COLUMNS_MISSING(
      "columns-missing",
      422,
      "输入缺少列",
      "The input lacks columns",
      "核对映射中的 from，或请来源部门补齐",
      "Check the mapping's from, or ask the source's department for the columns"),
  QUERY_FAILED(
      "source-query-failed",
      502,
      "来源数据库查询失败",
      "A query on a source's database failed",
      "核对查询语句与来源库的表和权限",
      "Check the query and the source's tables and rights"),
  SHRINK_REFUSED(
      "load-would-shrink",
      409,
      "装载将删除过半记录，已拒绝",
      "The load would delete more than half of the records",
      "核对输入是否完整；确属如此时设置 allowShrink: true",
      "Check that the input is whole; if it is, set allowShrink: true"),
  CROSSWALK_UNKNOWN(
      "crosswalk-unknown",
      404,
      "没有这个对照表",
      "There is no such crosswalk",
      "核对对照表名称",
      "Check the crosswalk's name"),
  ENTRY_REFUSED(
      "crosswalk-entry-refused",
      422,
      "对照条目无效",
      "The entry of the crosswalk is not valid",
      "从候选值中选择，并核对尚无该条目",
      "Choose one of the candidates, and see that there is no such entry yet"),
  RUN_FAILED(
      "run-failed",
      500,
      "运行失败",
      "The run failed",
      "查看日志后重试；数据未改变",
      "See the log and try again; nothing changed");

  private final String code;
  private final int status;
  private final Label title;
  private final Label remedy;

  ConnectorProblem(
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
