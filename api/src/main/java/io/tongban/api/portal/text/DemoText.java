package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Texts of the demo identity provider, by key; the words are in {@code messages/demo_zh.properties}
 * and {@code _en}.
 */
@MessageBundle("demo")
public interface DemoText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String pick(String person);

  @Message
  String cancel();
}
