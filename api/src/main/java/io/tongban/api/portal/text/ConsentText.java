package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import io.tongban.access.Consent;

/**
 * Texts of a citizen's authorisations, by key; the words are in {@code
 * messages/consent_zh.properties} and {@code _en}.
 */
@MessageBundle("consent")
public interface ConsentText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String unknown();

  @Message
  String waiting();

  @Message
  String waiting_none();

  @Message
  String in_force();

  @Message
  String in_force_none();

  @Message
  String over();

  @Message
  String over_none();

  @Message
  String asks(String recipient, String purpose);

  @Message
  String may(String recipient, String purpose);

  @Message
  String open_request(String recipient);

  @Message
  String open_current(String recipient);

  @Message
  String older();

  @Message
  String duties();

  @Message
  String duties_text();

  @Message
  String duties_none();

  @Message
  String duties_caption();

  @Message
  String state(Consent.State state);

  @Message
  String state_label();

  @Message
  String one_title();

  @Message
  String request_title();

  @Message
  String request_lead(String recipient);

  @Message
  String facts();

  @Message
  String recipient();

  @Message
  String purpose();

  @Message
  String attributes();

  @Message
  String from_register(String register);

  @Message
  String masked(String how);

  @Message
  String until();

  @Message
  String answer_by();

  @Message
  String given();

  @Message
  String declined();

  @Message
  String withdrawn();

  @Message
  String basis();

  @Message
  String basis_text();

  @Message
  String basis_agreement(String agreement);

  @Message
  String law();

  @Message
  String proof();

  @Message
  String decide();

  @Message
  String decide_text();

  @Message
  String agree(String recipient, String purpose, String until);

  @Message
  String agree_missing();

  @Message
  String give();

  @Message
  String decline();

  @Message
  String decline_text();

  @Message
  String withdraw_title();

  @Message
  String withdraw_effect(String recipient);

  @Message
  String withdraw_kept();

  @Message
  String withdraw_confirm();

  @Message
  String withdraw_missing();

  @Message
  String withdraw();

  @Message
  String done_given();

  @Message
  String done_declined();

  @Message
  String done_withdrawn();

  @Message
  String back();
}
