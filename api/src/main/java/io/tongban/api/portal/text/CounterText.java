package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Texts of the counter, by key; the words are in {@code messages/counter_zh.properties} and {@code
 * _en}.
 */
@MessageBundle("counter")
public interface CounterText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String acting(String department);

  @Message
  String unassigned();

  @Message
  String scan();

  @Message
  String code();

  @Message
  String code_hint();

  @Message
  String purpose();

  @Message
  String case_number();

  @Message
  String verify();

  @Message
  String code_missing();

  @Message
  String purpose_missing();

  @Message
  String choose();

  @Message
  String withheld();

  @Message
  String receipt();

  @Message
  String expires();

  @Message
  String again();

  @Message
  String ask();

  @Message
  String ask_text();

  @Message
  String what();

  @Message
  String what_missing();

  @Message
  String item_option(String item);

  @Message
  String requirement_option(String requirement);

  @Message
  String purpose_of_item();

  @Message
  String start();

  @Message
  String nothing_declared();

  @Message
  String request_title();

  @Message
  String request_lead();

  @Message
  String request_qr();

  @Message
  String same_device();

  @Message
  String waiting(String time);

  @Message
  String check();

  @Message
  String refused(String error);

  @Message
  String expired();

  @Message
  String result();

  @Message
  String items();

  @Message
  String items_none();

  @Message
  String item_open(String item);

  @Message
  String item_qr();

  @Message
  String item_text();

  @Message
  String authorisations();

  @Message
  String authorisations_none();

  @Message
  String authorisation();

  @Message
  String given();

  @Message
  String until();

  @Message
  String fetch();

  @Message
  String fetch_of(String id);

  @Message
  String copies();

  @Message
  String annotation(String department, String item, String until);

  @Message
  String copied_at();

  @Message
  String case_label();

  @Message
  String no_copy();

  @Message
  String signed();

  @Message
  String back();

  @Message
  String file_title();

  @Message
  String file_text();

  @Message
  String file();

  @Message
  String file_hint();

  @Message
  String file_verify();

  @Message
  String file_missing();

  @Message
  String file_unknown();
}
