package io.tongban.certificates.collect;

import java.util.List;

/** The media types of files that are collected. */
public final class MediaTypes {
  /** ISO 32000. */
  public static final String PDF = "application/pdf";

  /** GB/T 33190. */
  public static final String OFD = "application/ofd";

  /** All of them. */
  public static final List<String> ALL = List.of(PDF, OFD);

  private MediaTypes() {}
}
