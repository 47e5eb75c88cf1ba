package io.tongban.hub;

/** The kernel's error catalogue. */
public enum HubProblem implements ProblemCode {
  DEFINITION_INVALID(
      "definition-invalid",
      422,
      "定义有误",
      "The definitions are not valid",
      "按 faults 列出的位置逐一修改后重新提交",
      "Mend the places listed under faults and apply again; nothing was changed"),
  DEFINITION_UNKNOWN(
      "definition-unknown",
      404,
      "没有这个定义",
      "There is no such definition",
      "核对种类与名称",
      "Check the kind and the name"),
  CURSOR_INVALID(
      "cursor-invalid",
      400,
      "翻页标记无效",
      "The page cursor is not valid",
      "从第一页重新开始",
      "Start again from the first page"),
  OUTBOUND_REFUSED(
      "outbound-refused",
      502,
      "不允许连接该地址",
      "The hub may not connect to that address",
      "在来源定义中允许该主机",
      "Allow the host in the Source definition"),
  SOURCE_UNREACHABLE(
      "source-unreachable",
      503,
      "部门系统无法访问",
      "A department's system cannot be reached",
      "稍后重试，或联系来源部门",
      "Try again later or ask the source's department"),
  SOURCE_BUSY(
      "source-busy",
      503,
      "部门系统繁忙",
      "A department's system is asked by too many at once",
      "稍后重试，或提高来源定义的 maxConnections / maxConcurrent",
      "Try again shortly, or raise maxConnections or maxConcurrent of the Source"),
  DRIVER_MISSING(
      "driver-missing",
      500,
      "缺少数据库驱动",
      "The driver of a source's database is missing",
      "将该数据库的 JDBC 驱动 JAR 放入数据目录的 drivers 文件夹",
      "Put the JAR of that database's JDBC driver into the folder drivers of the data directory"),
  DATABASE_UNSUPPORTED(
      "database-unsupported",
      500,
      "不支持该数据库",
      "The hub does not run on that database",
      "使用 jdbc:h2 或 jdbc:postgresql 地址",
      "Use a jdbc:h2 or jdbc:postgresql URL"),
  BACKUP_ELSEWHERE(
      "backup-elsewhere",
      409,
      "该数据库用自身的工具备份",
      "This database is backed up by tools of its own",
      "PostgreSQL 请由数据库管理员按运维文档做基础备份与归档日志",
      "On PostgreSQL take base backups and archive the write-ahead log as the operations guide says"),
  KEY_UNREADABLE(
      "key-unreadable",
      500,
      "密钥文件无法读取",
      "A key file cannot be read",
      "检查数据目录的权限，或从备份恢复密钥",
      "Check the data directory's permissions or restore the key from its backup"),
  SOURCE_ANSWER_TOO_LARGE(
      "source-answer-too-large",
      502,
      "来源返回的数据过大",
      "A source's answer is larger than allowed",
      "提高连接器的 maxBytes，或请来源部门分批提供",
      "Raise the connector's maxBytes, or ask the source's department for smaller parts"),
  ARCHIVE_INVALID(
      "archive-invalid",
      422,
      "定义压缩包有误",
      "The archive of definitions is not valid",
      "按说明修正压缩包后重新提交",
      "Mend the archive as the detail says and send it again; nothing was changed"),
  JOB_FAILED(
      "job-failed",
      500,
      "任务执行失败",
      "A job ended with an unexpected failure",
      "查看节点日志后重新提交",
      "See the node's log under the job's id and submit it again"),
  JOB_UNKNOWN("job-unknown", 404, "没有这个任务", "There is no such job", "核对任务编号", "Check the job's id");

  private final String code;
  private final int status;
  private final Label title;
  private final Label remedy;

  HubProblem(
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
