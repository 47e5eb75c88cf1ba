package io.tongban.api.portal.text;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import io.tongban.registry.DataType;
import io.tongban.registry.SharingType;

/**
 * Texts of the resource directory, by key; the words are in {@code
 * messages/directory_zh.properties} and {@code _en}.
 */
@MessageBundle("directory")
public interface DirectoryText {
  @Message
  String title();

  @Message
  String lead();

  @Message
  String query();

  @Message
  String query_hint();

  @Message
  String provider();

  @Message
  String sharing();

  @Message
  String type(SharingType type);

  @Message
  String found(String count);

  @Message
  String empty();

  @Message
  String no_match();

  @Message
  String items(String count);

  @Message
  String records(String count);

  @Message
  String live();

  @Message
  String stored();

  @Message
  String code();

  @Message
  String description();

  @Message
  String classification();

  @Message
  String condition();

  @Message
  String mode();

  @Message
  String cycle();

  @Message
  String grade();

  @Message
  String licence();

  @Message
  String published();

  @Message
  String storage();

  @Message
  String name();

  @Message
  String version();

  @Message
  String count();

  @Message
  String sql_name();

  @Message
  String summary();

  @Message
  String items_title();

  @Message
  String items_caption();

  @Message
  String item();

  @Message
  String element();

  @Message
  String meaning();

  @Message
  String data_type();

  @Message
  String kind(DataType type);

  @Message
  String flags();

  @Message
  String key();

  @Message
  String required();

  @Message
  String personal();

  @Message
  String code_list(String list);

  @Message
  String trace_link();

  @Message
  String apply_title();

  @Message
  String apply_text();

  @Message
  String use_text();

  @Message
  String not_text();
}
