package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Texts of verification without a network, by key; the words are in {@code
 * messages/offline_zh.properties} and {@code _en}.
 */
@MessageBundle("offline")
public interface OfflineText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String loading();

  @Message
  String no_script();

  @Message
  String list();

  @Message
  String statuses();

  @Message
  String stale_list();

  @Message
  String update();

  @Message
  String updated();

  @Message
  String update_failed();

  @Message
  String input();

  @Message
  String missing();

  @Message
  String verify();

  @Message
  String VALID();

  @Message
  String REVOKED();

  @Message
  String SUSPENDED();

  @Message
  String EXPIRED();

  @Message
  String NOT_YET_VALID();

  @Message
  String UNKNOWN_ISSUER();

  @Message
  String TAMPERED();

  @Message
  String MALFORMED();

  @Message
  String WRONG_HOLDER();

  @Message
  String STALE();

  @Message
  String as_of();

  @Message
  String issuer();

  @Message
  String type();

  @Message
  String holder_note();

  @Message
  String claim();

  @Message
  String value();

  @Message
  String claims();

  @Message
  String never();

  @Message
  String STALE_note();

  @Message
  String MALFORMED_note();

  @Message
  String UNKNOWN_ISSUER_note();

  @Message
  String TAMPERED_note();

  @Message
  String WRONG_HOLDER_note();
}
