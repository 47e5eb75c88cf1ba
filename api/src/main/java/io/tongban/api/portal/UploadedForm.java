package io.tongban.api.portal;

import io.tongban.api.ApiProblem;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.common.headers.HeaderUtil;
import org.jboss.resteasy.reactive.common.util.CaseInsensitiveMap;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;

/**
 * A form with a file (RFC 7578), read in memory: the server's own handling of such forms writes
 * files to disk as they are, and a certificate's file says who holds it.
 */
final class UploadedForm {
  private final Map<String, byte[]> parts;

  private UploadedForm(Map<String, byte[]> parts) {
    this.parts = parts;
  }

  /**
   * Reads a form.
   *
   * @throws io.tongban.hub.ProblemException {@link ApiProblem#REQUEST_MALFORMED} where the body is
   *     none
   */
  static UploadedForm read(MediaType type, byte[] body) {
    String boundary = type.getParameters().get("boundary");
    if (boundary == null) {
      throw ApiProblem.REQUEST_MALFORMED.problem("the form's media type names no boundary");
    }
    Parts parts = new Parts();
    MultipartParser.ParseState state =
        MultipartParser.beginParse(
            parts, boundary.getBytes(StandardCharsets.US_ASCII), StandardCharsets.UTF_8.name());
    try {
      state.parse(ByteBuffer.wrap(body));
    } catch (IOException | RuntimeException e) {
      throw ApiProblem.REQUEST_MALFORMED.problem("the form cannot be read", e);
    }
    if (!state.isComplete()) {
      throw ApiProblem.REQUEST_MALFORMED.problem("the form ends before its last boundary");
    }
    return new UploadedForm(parts.done);
  }

  /** A field's text without blanks around it; empty where it was not sent. */
  String text(String name) {
    return new String(file(name), StandardCharsets.UTF_8).strip();
  }

  /** A file's bytes; empty where none was chosen. */
  byte[] file(String name) {
    return parts.getOrDefault(name, new byte[0]);
  }

  /** Collects the parts; of several of one name the first counts. */
  private static final class Parts implements MultipartParser.PartHandler {
    private final Map<String, byte[]> done = new HashMap<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private String name;

    @Override
    public void beginPart(CaseInsensitiveMap<String> headers) {
      String disposition = headers.getFirst("Content-Disposition");
      name =
          disposition == null ? null : HeaderUtil.extractQuotedValueFromHeader(disposition, "name");
      content.reset();
    }

    @Override
    public void data(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      content.writeBytes(bytes);
    }

    @Override
    public void endPart() {
      if (name != null) {
        done.putIfAbsent(name, content.toByteArray());
      }
    }
  }
}
