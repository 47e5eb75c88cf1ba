package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import io.tongban.certificates.ServiceItems.UseState;

/**
 * Texts of certificates as their holders show them, by key; the words are in {@code
 * messages/show_zh.properties} and {@code _en}.
 */
@MessageBundle("show")
public interface ShowText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String unknown();

  @Message
  String none();

  @Message
  String state();

  @Message
  String authority();

  @Message
  String identifier();

  @Message
  String issued();

  @Message
  String expires();

  @Message
  String open(String certificate);

  @Message
  String show_title();

  @Message
  String show_text();

  @Message
  String show_choose();

  @Message
  String show();

  @Message
  String print_title();

  @Message
  String print_text();

  @Message
  String print();

  @Message
  String not_in_force();

  @Message
  String showing_title();

  @Message
  String showing_lead();

  @Message
  String qr();

  @Message
  String code();

  @Message
  String code_until(String time);

  @Message
  String fresh();

  @Message
  String sees();

  @Message
  String sees_state();

  @Message
  String seen();

  @Message
  String seen_none();

  @Message
  String seen_line(String department, String time);

  @Message
  String end();

  @Message
  String ends(String time);

  @Message
  String ended();

  @Message
  String back();

  @Message
  String uses();

  @Message
  String uses_none();

  @Message
  String use_state(UseState state);

  @Message
  String use_line(String department, String item);

  @Message
  String use_id();

  @Message
  String use_until();

  @Message
  String withdraw();

  @Message
  String withdraw_of(String item);

  @Message
  String withdrawn();

  @Message
  String given();

  @Message
  String print_heading();

  @Message
  String print_note();

  @Message
  String printed_at();

  @Message
  String print_qr();

  @Message
  String receipt();

  @Message
  String printed_title();

  @Message
  String printed_lead();

  @Message
  String compare();

  @Message
  String compare_hint();

  @Message
  String compare_submit();

  @Message
  String compare_yes();

  @Message
  String compare_no();

  @Message
  String number();
}
