package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Texts of the lineage page, by key; the words are in {@code messages/lineage_zh.properties} and
 * {@code _en}.
 */
@MessageBundle("lineage")
public interface LineageText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String dataset();

  @Message
  String choose();

  @Message
  String reach();

  @Message
  String hops(int hops);

  @Message
  String show();

  @Message
  String none();

  @Message
  String graph();

  @Message
  String help();

  @Message
  String kind(String kind);

  @Message
  String columns_count(int count);

  @Message
  String more(int count);

  @Message
  String expand(int count);

  @Message
  String centre();

  @Message
  String chosen();

  @Message
  String dark();

  @Message
  String cut();

  @Message
  String legend();

  @Message
  String legend_edge();

  @Message
  String legend_direct();

  @Message
  String legend_indirect();

  @Message
  String legend_masked();

  @Message
  String edges();

  @Message
  String from();

  @Message
  String to();

  @Message
  String via();

  @Message
  String run();

  @Message
  String declared();

  @Message
  String path();

  @Message
  String path_column();

  @Message
  String how();

  @Message
  String direct();

  @Message
  String indirect();

  @Message
  String masked();

  @Message
  String identity();

  @Message
  String transformation();

  @Message
  String aggregation();

  @Message
  String join();

  @Message
  String group_by();

  @Message
  String filter();

  @Message
  String sort();

  @Message
  String window();

  @Message
  String conditional();

  @Message
  String all_columns();

  @Message
  String panel();

  @Message
  String panel_hint();

  @Message
  String columns();

  @Message
  String runs();

  @Message
  String runs_none();

  @Message
  String run_of();

  @Message
  String state(String state);

  @Message
  String started();

  @Message
  String ended();

  @Message
  String evidence();

  @Message
  String evidence_hint();

  @Message
  String evidence_show();

  @Message
  String fact(String name);

  @Message
  String inputs();

  @Message
  String purpose();

  @Message
  String basis();

  @Message
  String recipient();

  @Message
  String case_reference();

  @Message
  String receipt();

  @Message
  String receipt_none();

  @Message
  String event();

  @Message
  String event_path();

  @Message
  String directory();

  @Message
  String title_of(String title);

  @Message
  String page_link();

  @Message
  String said();
}
