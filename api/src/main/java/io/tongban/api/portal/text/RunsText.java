package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import io.tongban.connectors.Connectors.RunState;

/**
 * Texts of runs and quarantine, by key; the words are in {@code messages/runs_zh.properties} and
 * {@code _en}.
 */
@MessageBundle("runs")
public interface RunsText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String empty();

  @Message
  String caption();

  @Message
  String connector();

  @Message
  String resource();

  @Message
  String state_title();

  @Message
  String state(RunState state);

  @Message
  String started();

  @Message
  String ended();

  @Message
  String duration();

  @Message
  String read();

  @Message
  String accepted();

  @Message
  String unchanged();

  @Message
  String quarantined();

  @Message
  String filtered();

  @Message
  String deleted();

  @Message
  String run(String connector);

  @Message
  String progress();

  @Message
  String progress_rows(String done, String total);

  @Message
  String progress_open(String done);

  @Message
  String speed(String rate);

  @Message
  String left(String time);

  @Message
  String atomic();

  @Message
  String counts();

  @Message
  String counts_caption();

  @Message
  String outcome();

  @Message
  String rows();

  @Message
  String share();

  @Message
  String balanced();

  @Message
  String unbalanced();

  @Message
  String filtered_note(String count);

  @Message
  String deleted_note(String count);

  @Message
  String input();

  @Message
  String digest();

  @Message
  String receipt();

  @Message
  String failed();

  @Message
  String lookups();

  @Message
  String lookups_caption();

  @Message
  String item();

  @Message
  String lookup(String outcome);

  @Message
  String quarantine();

  @Message
  String quarantine_lead();

  @Message
  String quarantine_none();

  @Message
  String reasons_caption();

  @Message
  String reason();

  @Message
  String reason_name(String reason);

  @Message
  String show_rows();

  @Message
  String rows_title();

  @Message
  String rows_caption();

  @Message
  String row();

  @Message
  String advice();

  @Message
  String source();

  @Message
  String back();

  @Message
  String unknown();
}
