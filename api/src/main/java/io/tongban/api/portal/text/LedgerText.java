package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import io.tongban.ledger.ReceiptVerdict.Reason;

/**
 * Texts of the ledger page, by key; the words are in {@code messages/ledger_zh.properties} and
 * {@code _en}.
 */
@MessageBundle("ledger")
public interface LedgerText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String checkpoint();

  @Message
  String origin();

  @Message
  String size();

  @Message
  String root();

  @Message
  String raw();

  @Message
  String key();

  @Message
  String key_note();

  @Message
  String empty();

  @Message
  String verify_title();

  @Message
  String verify_lead();

  @Message
  String file();

  @Message
  String text();

  @Message
  String submit();

  @Message
  String missing();

  @Message
  String holds();

  @Message
  String holds_text();

  @Message
  String rejected();

  @Message
  String reason(Reason reason);

  @Message
  String entry();

  @Message
  String index();

  @Message
  String type();

  @Message
  String at();

  @Message
  String actor();

  @Message
  String offline();

  @Message
  String counts();

  @Message
  String count();

  @Message
  String check();

  @Message
  String check_title();

  @Message
  String check_lead();

  @Message
  String check_file();

  @Message
  String check_keys();

  @Message
  String check_keys_hint();

  @Message
  String check_more();

  @Message
  String check_witnesses();

  @Message
  String check_needed();

  @Message
  String check_manifest();

  @Message
  String check_manifest_unread();

  @Message
  String check_no_script();

  @Message
  String check_unsupported();

  @Message
  String check_unsupported_text();

  @Message
  String check_unreachable();

  @Message
  String check_failed_at();

  @Message
  String check_steps();

  @Message
  String check_ok();

  @Message
  String check_failed();

  @Message
  String check_open();

  @Message
  String check_key_from();

  @Message
  String check_page();

  @Message
  String step_read();

  @Message
  String step_key();

  @Message
  String step_proof();

  @Message
  String step_signature();

  @Message
  String step_witnesses();

  @Message
  String step_leaf();

  @Message
  String step_path();

  @Message
  String step_entry();

  @Message
  String step_manifest();
}
