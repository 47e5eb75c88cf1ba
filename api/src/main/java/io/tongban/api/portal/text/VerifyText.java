package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import io.tongban.certificates.Certificates.Verdict;

/**
 * Texts of the verification page, by key; the words are in {@code messages/verify_zh.properties}
 * and {@code _en}.
 */
@MessageBundle("verify")
public interface VerifyText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String input();

  @Message
  String input_hint();

  @Message
  String submit();

  @Message
  String missing();

  @Message
  String too_long();

  @Message
  String result();

  @Message
  String verdict(Verdict verdict);

  @Message
  String type();

  @Message
  String authority();

  @Message
  String id();

  @Message
  String checked();

  @Message
  String claims();

  @Message
  String claim();

  @Message
  String value();

  @Message
  String public_note();

  @Message
  String again();

  @Message
  String status_after();

  @Message
  String offline();
}
