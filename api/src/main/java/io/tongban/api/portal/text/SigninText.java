package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Texts of the sign-in pages, by key; the words are in {@code messages/signin_zh.properties} and
 * {@code _en}.
 */
@MessageBundle("signin")
public interface SigninText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String staff();

  @Message
  String staff_text();

  @Message
  String citizen();

  @Message
  String citizen_text();

  @Message
  String unavailable();

  @Message
  String failed();

  @Message
  String expired();

  @Message
  String out();
}
