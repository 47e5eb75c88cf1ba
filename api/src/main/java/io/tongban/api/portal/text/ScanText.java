package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Texts of scanning with the camera or from a file, by key; the words are in {@code
 * messages/scan_zh.properties} and {@code _en}.
 */
@MessageBundle("scan")
public interface ScanText {
  @Message
  String start();

  @Message
  String stop();

  @Message
  String view();

  @Message
  String hold();

  @Message
  String read();

  @Message
  String read_choose();

  @Message
  String denied();

  @Message
  String none();

  @Message
  String file();

  @Message
  String file_hint();

  @Message
  String file_fail();
}
