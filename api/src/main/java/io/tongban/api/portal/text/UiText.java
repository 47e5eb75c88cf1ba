package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import io.tongban.api.login.Role;

/**
 * Texts every page shows, by key; the words are in {@code messages/ui_zh.properties} and {@code
 * _en}.
 */
@MessageBundle("ui")
public interface UiText {
  @Message
  String product();

  @Message
  String tagline();

  @Message
  String skip();

  @Message
  String menu();

  @Message
  String settings();

  @Message
  String nav_overview();

  @Message
  String nav_directory();

  @Message
  String nav_runs();

  @Message
  String nav_verify();

  @Message
  String nav_trace();

  @Message
  String nav_lineage();

  @Message
  String nav_authorisations();

  @Message
  String nav_certificates();

  @Message
  String nav_counter();

  @Message
  String nav_ledger();

  @Message
  String language();

  @Message
  String language_title();

  @Message
  String large();

  @Message
  String standard();

  @Message
  String sign_in();

  @Message
  String sign_out();

  @Message
  String signed_in(String name);

  @Message
  String role(Role role);

  @Message
  String example();

  @Message
  String footer_api();

  @Message
  String footer_schemas();

  @Message
  String footer_health();

  @Message
  String footer_licence();

  @Message
  String footer_time(String time, String zone);

  @Message
  String breadcrumb();

  @Message
  String yes();

  @Message
  String no();

  @Message
  String none();

  @Message
  String search();

  @Message
  String clear();

  @Message
  String all();

  @Message
  String next_page();

  @Message
  String first_page();

  @Message
  String refresh();

  @Message
  String copy();

  @Message
  String copied();

  @Message
  String print();

  @Message
  String error_summary();

  @Message
  String error_prefix();

  @Message
  String chart_note();

  @Message
  String graph_note();

  @Message
  String need_role();

  @Message
  String wrong_role();

  @Message
  String why();

  @Message
  String why_hint();

  @Message
  String why_missing();

  @Message
  String recorded(String id);

  @Message
  String problem_title();

  @Message
  String problem_what();

  @Message
  String problem_do();

  @Message
  String problem_code();

  @Message
  String problem_home();

  @Message
  String to_top();
}
