package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import io.tongban.ledger.EntryType;

/**
 * Texts of the trace page, by key; the words are in {@code messages/trace_zh.properties} and {@code
 * _en}.
 */
@MessageBundle("trace")
public interface TraceText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String by_record();

  @Message
  String by_certificate();

  @Message
  String resource();

  @Message
  String choose();

  @Message
  String key();

  @Message
  String key_hint();

  @Message
  String certificate();

  @Message
  String submit();

  @Message
  String missing();

  @Message
  String nothing();

  @Message
  String origin();

  @Message
  String origin_none();

  @Message
  String record();

  @Message
  String input();

  @Message
  String row();

  @Message
  String run();

  @Message
  String hash();

  @Message
  String source_show();

  @Message
  String receipt_show();

  @Message
  String certificates();

  @Message
  String number();

  @Message
  String status();

  @Message
  String uses();

  @Message
  String uses_caption();

  @Message
  String uses_none();

  @Message
  String when();

  @Message
  String who();

  @Message
  String action();

  @Message
  String entry(EntryType type);

  @Message
  String purpose();

  @Message
  String basis();

  @Message
  String proof();

  @Message
  String index(String index);

  @Message
  String graph();

  @Message
  String graph_none();
}
