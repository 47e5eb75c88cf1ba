package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Texts of a wallet's request, by key; the words are in {@code messages/wallet_zh.properties} and
 * {@code _en}.
 */
@MessageBundle("wallet")
public interface WalletText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String certificate();

  @Message
  String authority();

  @Message
  String holder();

  @Message
  String wallet();

  @Message
  String returns_to();

  @Message
  String note();

  @Message
  String agree();

  @Message
  String decline();

  @Message
  String unknown();
}
