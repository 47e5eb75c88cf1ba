package io.tongban.api;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the application logs while it is open, with the stack traces and all their messages. */
final class CapturedLog extends Handler implements AutoCloseable {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Logger root = Logger.getLogger("");

  CapturedLog() {
    setFormatter(new SimpleFormatter());
    root.addHandler(this);
  }

  @Override
  public void publish(LogRecord entry) {
    StringWriter text = new StringWriter();
    text.append(getFormatter().formatMessage(entry)).append('\n').append(entry.getLoggerName());
    if (entry instanceof org.jboss.logmanager.ExtLogRecord formatted) {
      text.append('\n').append(formatted.getFormattedMessage());
    }
    if (entry.getThrown() != null) {
      entry.getThrown().printStackTrace(new PrintWriter(text));
    }
    lines.add(text.toString());
  }

  /** All of it. */
  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void flush() {
    // nothing is held back
  }

  @Override
  public void close() {
    root.removeHandler(this);
  }
}
