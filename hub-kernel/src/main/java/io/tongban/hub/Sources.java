package io.tongban.hub;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Guarded connections to departments' systems. Everything that leaves the hub goes through here.
 */
public interface Sources {
  /**
   * The pool of a JDBC source, or of the files a file source declares as tables; made at first use
   * and remade when its definition or its files change.
   *
   * @throws ProblemException {@link HubProblem#DEFINITION_UNKNOWN} if there is no such source or it
   *     can answer no SQL
   */
  DataSource jdbc(String source);

  /**
   * The dialect-neutral product name of a JDBC source's database, from its URL: {@code h2}, {@code
   * postgresql}, {@code mariadb} …; {@code duckdb} for files.
   */
  String product(String source);

  /**
   * Opens a GET on an HTTP source; redirects stay within the source's hosts, and private addresses
   * are refused unless the source allows them.
   *
   * @param source name of the source
   * @param path appended to the source's URL; may be empty
   * @param maxBytes longer answers are refused
   * @throws ProblemException {@link HubProblem#SOURCE_UNREACHABLE} or {@link
   *     HubProblem#OUTBOUND_REFUSED}
   */
  InputStream get(String source, String path, long maxBytes);

  /**
   * As {@link #get}, for a record that may not be there.
   *
   * @param within the longest this may take, besides the source's own time limit
   * @return nothing where the source answers with status 404 or 410
   */
  Optional<InputStream> find(String source, String path, long maxBytes, Duration within);

  /**
   * Sends a POST to an HTTP source. It is sent once, and a redirect is a failure: a body goes to no
   * other address than was asked for.
   *
   * @param path as in {@link #get}
   * @param contentType of the body
   * @param within the longest this may take, besides the source's own time limit
   */
  InputStream post(
      String source, String path, String contentType, byte[] body, long maxBytes, Duration within);

  /**
   * Sends a message, a POST, to an HTTP source and tells how it was answered, whatever the status
   * is. It is sent once and no redirect is followed.
   *
   * @param path as in {@link #get}
   * @param contentType of the body
   * @param maxBytes of a refusal's body what is beyond is not read; other bodies are not read at
   *     all
   * @param within the longest this may take, besides the source's own time limit
   * @throws ProblemException {@link HubProblem#SOURCE_UNREACHABLE} where there is no answer or a
   *     status from 500, {@link HubProblem#SOURCE_BUSY} or {@link HubProblem#OUTBOUND_REFUSED}
   */
  Reply send(
      String source, String path, String contentType, byte[] body, int maxBytes, Duration within);

  /**
   * As {@link #send}, for a protocol whose answers say something by their body at any status.
   *
   * @param maxBytes of the answer's body what is beyond is not read
   */
  Reply exchange(
      String source, String path, String contentType, byte[] body, int maxBytes, Duration within);

  /**
   * How a message was answered.
   *
   * @param status of HTTP, below 500
   * @param body perhaps cut; after {@link #send} that of a refusal (a status from 400), else empty
   */
  record Reply(int status, byte[] body) {
    /** Whether the receiver took the message: a status from 200 to 299. */
    public boolean accepted() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * Tells that a source failed after its connection had been made: it broke off, or took too long.
   * A source that fails again and again is not asked for a while.
   */
  void failed(String source);

  /** How every source has answered this node, by name. */
  List<SourceHealth> health();

  /** The folder of a file source, made if it is missing. */
  Path directory(String source);

  /**
   * Replaces {@code ${NAME}} by the hub's variables; an unknown name is {@link
   * HubProblem#DEFINITION_INVALID}.
   */
  String expand(String text);
}
