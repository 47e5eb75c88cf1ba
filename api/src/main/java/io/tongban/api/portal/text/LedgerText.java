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
}
