package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Texts of the overview, by key; the words are in {@code messages/overview_zh.properties} and
 * {@code _en}.
 */
@MessageBundle("overview")
public interface OverviewText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String figures();

  @Message
  String figures_note(String time);

  @Message
  String resources();

  @Message
  String resources_source();

  @Message
  String records();

  @Message
  String records_source();

  @Message
  String services();

  @Message
  String services_source();

  @Message
  String certificates();

  @Message
  String certificates_source();

  @Message
  String accesses();

  @Message
  String accesses_source();

  @Message
  String refusals();

  @Message
  String refusals_source();

  @Message
  String entries();

  @Message
  String entries_source();

  @Message
  String use_title();

  @Message
  String use_day();

  @Message
  String use_access();

  @Message
  String use_refusal();

  @Message
  String use_certificate();

  @Message
  String use_partial(String count);

  @Message
  String record_title();

  @Message
  String record_resource();

  @Message
  String record_count();

  @Message
  String live();

  @Message
  String runs_title();

  @Message
  String checkpoint_title();

  @Message
  String checkpoint_note();

  @Message
  String checkpoint_more();

  @Message
  String empty_title();

  @Message
  String empty_text();

  @Message
  String empty_command();

  @Message
  String no_use();

  @Message
  String steps_title();

  @Message
  String step_directory();

  @Message
  String step_verify();

  @Message
  String step_trace();

  @Message
  String sources_title();

  @Message
  String source();

  @Message
  String source_state();

  @Message
  String source_unused();

  @Message
  String source_answering();

  @Message
  String source_failing();

  @Message
  String source_suspended();

  @Message
  String source_uses();

  @Message
  String source_failures();

  @Message
  String source_places();

  @Message
  String source_last();

  @Message
  String source_next();
}
