package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Texts of a service item that asks to use certificates, by key; the words are in {@code
 * messages/use_zh.properties} and {@code _en}.
 */
@MessageBundle("use")
public interface UseText {
  @Message
  String title();

  @Message
  String lead(String department, String item);

  @Message
  String recipient();

  @Message
  String purpose();

  @Message
  String what();

  @Message
  String from(String certificate, String authority);

  @Message
  String until();

  @Message
  String missing();

  @Message
  String not_valid();

  @Message
  String copy_note();

  @Message
  String agree(String department, String until, String item);

  @Message
  String agree_missing();

  @Message
  String submit();

  @Message
  String incomplete();

  @Message
  String unknown();
}
