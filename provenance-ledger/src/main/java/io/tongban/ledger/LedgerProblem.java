package io.tongban.ledger;

import io.tongban.hub.Label;
import io.tongban.hub.ProblemCode;

/** The ledger's error catalogue. */
public enum LedgerProblem implements ProblemCode {
  LEDGER_UNAVAILABLE(
      "ledger-unavailable",
      503,
      "账本无法写入，数据未放行",
      "The ledger cannot record, so nothing was released",
      "稍后重试；运维人员检查账本数据库",
      "Try again later; the operator checks the ledger's database"),
  LEDGER_BUSY(
      "ledger-busy",
      503,
      "账本繁忙",
      "The ledger has too much to record",
      "稍后重试",
      "Try again in a moment"),
  LEDGER_DAMAGED(
      "ledger-damaged",
      503,
      "账本与其签名不符，停止写入",
      "The ledger does not fit its own signature and takes no entries",
      "运行 tongban ledger fsck，并从备份恢复数据库与密钥",
      "Run tongban ledger fsck, and restore database and keys from their backup"),
  LEDGER_ROLLED_BACK(
      "ledger-rolled-back",
      503,
      "账本落后于见证方或区块链上的记录，停止签名，不放行任何数据",
      "The ledger is behind what its witnesses or the chain hold: it signs nothing and nothing is"
          + " released",
      "恢复更新的备份；没有时，以空数据库和新的 tongban.origin 另立账本，并告知见证方",
      "Restore the newer backup; if there is none, begin a new log with an empty database and"
          + " another tongban.origin, and tell the witnesses"),
  LOG_KEY_MISSING(
      "ledger-key-missing",
      503,
      "本节点没有账本当前的签名密钥，停止写入",
      "This node has not the key the ledger is signed with now, and takes no entries",
      "从更换密钥的节点复制所指的密钥文件；无须重启",
      "Copy the key file that the detail names from the node where the key was changed; no restart"
          + " is needed"),
  LOG_KEY_UNCHANGED(
      "ledger-key-unchanged",
      409,
      "账本密钥没有可做的更改",
      "There is nothing of that kind to change about the ledger's key",
      "先查看 /v1/ledger/keys",
      "Look at /v1/ledger/keys first"),
  WITNESSES_NOT_REACHED(
      "witnesses-not-reached",
      503,
      "见证方联署未达法定数，数据未放行",
      "Too few witnesses have cosigned the entry, so nothing was released",
      "稍后重新请求；运维人员检查见证方是否可达（GET /v1/ledger/witnesses）",
      "Ask again later; the operator checks whether the witnesses can be reached (GET"
          + " /v1/ledger/witnesses)"),
  WITNESS_REQUEST(
      "witness-request",
      400,
      "见证请求格式有误",
      "The request to the witness is malformed",
      "按 C2SP tlog-witness 发送：old 行、一致性证明、空行、检查点",
      "Send what C2SP tlog-witness says: old line, consistency proof, empty line, checkpoint"),
  WITNESS_LOG_UNKNOWN(
      "witness-log-unknown",
      404,
      "本枢纽不见证该账本",
      "This hub does not witness that log",
      "请运维人员声明 WitnessedLog",
      "Ask the operator to declare a WitnessedLog"),
  WITNESS_KEY_UNKNOWN(
      "witness-key-unknown",
      403,
      "检查点没有已声明账本密钥的有效签名",
      "The checkpoint has no valid signature of a key declared for its log",
      "核对 WitnessedLog 中的密钥；密钥更换期间新旧密钥一并声明",
      "Check the keys of the WitnessedLog; while a log changes its key both are declared"),
  WITNESS_UNPROVEN(
      "witness-unproven",
      422,
      "检查点与此前见证的不一致，或未能证明一致",
      "The checkpoint is not proven consistent with the one that was cosigned before",
      "由此前见证的大小给出一致性证明；树根不同即为分叉",
      "Prove consistency from the size that was cosigned; another root at one size is a fork"),
  WITNESS_BUSY(
      "witness-busy",
      429,
      "对该账本的见证请求过于频繁",
      "There are too many requests to witness that log",
      "稍后重试",
      "Try again in a moment"),
  ENTRY_EXISTS(
      "ledger-entry-exists",
      409,
      "该记录已存在",
      "That entry is recorded already",
      "每次使用须用新的编号",
      "Use a new id for every use"),
  ENTRY_INVALID(
      "ledger-entry-invalid",
      422,
      "记录内容不可接受",
      "The entry cannot be recorded",
      "缩小清单，或更正操作者名称",
      "Make the manifest smaller, or mend the actor's name"),
  ENTRY_UNKNOWN(
      "ledger-entry-unknown",
      404,
      "没有这条记录",
      "There is no such entry",
      "核对记录编号",
      "Check the entry's id"),
  PROOF_RANGE(
      "ledger-proof-range",
      400,
      "证明的范围不在账本之内",
      "The proof's range is not within the ledger",
      "先取最新检查点，再按其大小请求",
      "Fetch the newest checkpoint and ask within its size"),
  TILE_UNKNOWN(
      "ledger-tile-unknown",
      404,
      "没有这个数据块",
      "There is no such tile",
      "按检查点的大小请求数据块",
      "Ask for tiles that the checkpoint's size calls for"),
  LINEAGE_INVALID(
      "lineage-invalid",
      422,
      "血缘记录有误",
      "The lineage run is not valid",
      "更正作业名或数据集名",
      "Mend the name of job or dataset"),
  LINEAGE_EVENT_INVALID(
      "lineage-event-invalid",
      422,
      "血缘事件不符合 OpenLineage",
      "The event is not as OpenLineage says",
      "按 faults 逐条更正；格式见 OpenLineage 2-0-2 的 RunEvent",
      "Mend what faults lists; the form is the RunEvent of OpenLineage 2-0-2"),
  LINEAGE_EVENT_UNSUPPORTED(
      "lineage-event-unsupported",
      422,
      "只接受运行事件",
      "Only events of runs are taken",
      "发送 RunEvent；DatasetEvent 与 JobEvent 不描述运行，枢纽不保存",
      "Send RunEvents; DatasetEvents and JobEvents tell of no run, and the hub does not keep them"),
  LINEAGE_NAMESPACE(
      "lineage-namespace",
      403,
      "不得报告该命名空间的血缘",
      "The reporter may not report that",
      "只报告 Client 定义 lineageNamespaces 中的作业；枢纽自身的数据集中只可写入本部门数据源",
      "Report jobs of the Client's lineageNamespaces only; of the hub's own datasets only files of"
          + " the department's own Sources may be written"),
  LINEAGE_RUN_TAKEN(
      "lineage-run-taken",
      409,
      "该运行编号属于其他作业",
      "That run id is another job's",
      "每次运行使用新的 UUID",
      "Use a new UUID for each run"),
  LINEAGE_RUN_FULL(
      "lineage-run-full",
      409,
      "该运行的事件过多",
      "There are too many events of that run",
      "长期运行的作业应定期结束并开始新的运行",
      "Let a job that never ends begin a new run from time to time"),
  LINEAGE_UNKNOWN(
      "lineage-unknown",
      404,
      "没有这次运行的血缘记录",
      "There is no lineage of that run",
      "核对运行编号",
      "Check the run's id"),
  QUERY_INVALID(
      "ledger-query",
      400,
      "查询参数有误",
      "The question's parameters are not valid",
      "按接口说明更正参数",
      "Mend the parameter that the detail names"),
  TRACE_EMPTY(
      "trace-empty",
      404,
      "没有可追溯的内容",
      "There is nothing to trace",
      "核对资源与主键，或证书编号",
      "Check resource and key, or the certificate's id"),
  PACK_EMPTY(
      "audit-pack-empty",
      404,
      "没有符合条件的记录",
      "No entry of the ledger fits",
      "核对对象、协议名或时间段",
      "Check the subject, the agreement's name or the period"),
  PACK_LARGE(
      "audit-pack-large",
      422,
      "审计包过大",
      "The audit pack would be too large",
      "缩短时间段，分次导出",
      "Take a shorter period and export in parts"),
  ANCHOR_UNKNOWN(
      "anchor-unknown", 404, "没有这个锚定", "There is no such anchor", "核对编号", "Check the id"),
  BACKUP_DAMAGED(
      "backup-damaged",
      422,
      "备份文件损坏",
      "The backup is damaged",
      "换用另一份备份；没有写入任何数据",
      "Take another backup; nothing was restored"),
  BACKUP_FOREIGN(
      "backup-foreign",
      409,
      "备份与密钥不属于同一平台",
      "Backup and keys are not of one hub",
      "先把该平台的 keys 目录放回数据目录，再恢复",
      "Put that hub's folder keys into the data folder first; nothing was restored"),
  BACKUP_NEWER(
      "backup-newer",
      409,
      "备份由更新版本的程序生成",
      "A newer program has made the backup",
      "用不低于备份时版本的程序恢复",
      "Restore it with a program at least as new; nothing was restored"),
  BACKUP_TARGET(
      "backup-target",
      409,
      "目标目录已有数据库",
      "There is a database already where it is to be restored",
      "指定没有数据库的数据目录，或先移走原数据库",
      "Name a data folder without one, or move the old database away; nothing was changed"),
  BACKUP_ERASURES(
      "backup-erasures",
      409,
      "缺少删除日志",
      "The journal of erasures is missing",
      "提供最新的删除日志副本（--erasures），否则备份之后删除的个人信息会重新出现",
      "Give its newest copy (--erasures): who was erased after the backup would come back without it"),
  CHAIN_ABSENT(
      "chain-absent",
      409,
      "未配置区块链锚定",
      "No chain is configured to anchor on",
      "配置链的地址与密钥",
      "Configure the chain's address and key"),
  ANCHOR_EMPTY(
      "anchor-empty",
      409,
      "账本为空，无可锚定",
      "The ledger is empty: there is nothing to anchor",
      "有了第一条记录之后再锚定",
      "Anchor when there is a first entry"),
  ANCHOR_BUSY(
      "anchor-busy",
      409,
      "本系统的另一节点正在锚定",
      "Another node of the hub is anchoring",
      "稍后查看锚定列表",
      "Look at the list of anchors in a moment"),
  ANCHOR_KEY(
      "anchor-key",
      503,
      "无法用锚定账户签名",
      "Nothing can be signed with the anchoring account",
      "检查 tongban.anchor.* 中的密钥、密钥文件与口令文件，或远程签名服务",
      "Check key, keystore and passphrase file, or the remote signer, in tongban.anchor.*"),
  CHAIN_UNREACHABLE(
      "chain-unreachable",
      503,
      "区块链节点无法访问",
      "The chain's node cannot be reached",
      "检查节点；恢复后会重发同一笔交易",
      "Check the node; the same transaction is sent again when it is back"),
  CHAIN_REFUSED(
      "chain-refused",
      502,
      "区块链拒绝了交易",
      "The chain refused the transaction",
      "检查合约地址、余额与链号",
      "Check contract address, balance and chain id");

  private final String code;
  private final int status;
  private final Label title;
  private final Label remedy;

  LedgerProblem(
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
