package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML with one element a record. Inside it, columns are called by their path: {@code name}, {@code
 * address/town}, {@code @id}, {@code address/@kind}; a second element of a path gets {@code #2}.
 * Documents with a DOCTYPE are refused: no DTD is read, no entity resolved, no file or address
 * opened (OWASP XML External Entity Prevention).
 */
final class XmlReader implements RowReader {
  private static final int DEEPEST = 64;
  private static final int MOST_CHARACTERS = 1 << 24;
  private final String record;
  private final String encoding;

  /**
   * @param record local name of the repeated element; null for the children of the root
   * @param encoding IANA name, or null to believe the document
   */
  XmlReader(String record, String encoding) {
    this.record = record;
    this.encoding = encoding;
  }

  private static XMLInputFactory factory() {
    // the JDK's own: whatever else is on the class path may not know these switches
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    // in pieces, so that a text of any length takes bounded memory
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty("http://java.sun.com/xml/stream/properties/ignore-external-dtd", true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("entities are refused");
        });
    return factory;
  }

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    try (InputStream in = input.open()) {
      XMLStreamReader reader = factory().createXMLStreamReader(in, encoding);
      try {
        rows(reader, sink);
      } catch (XMLStreamException e) {
        throw unreadable(reader.getLocation(), e);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw unreadable(e.getLocation(), e);
    }
  }

  private void rows(XMLStreamReader reader, RowSink sink) throws XMLStreamException {
    int depth = 0;
    long number = 0;
    boolean more = true;
    while (more && reader.hasNext()) {
      int event = reader.next();
      refuseDangerous(event, reader);
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        if (isRecord(reader, depth)) {
          number++;
          more = sink.row(RawRow.of(number, columns(reader)));
          depth--;
        }
        refuseDeep(depth, reader);
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }

  private boolean isRecord(XMLStreamReader reader, int depth) {
    return record == null ? depth == 2 : record.equals(reader.getLocalName());
  }

  private static Map<String, String> columns(XMLStreamReader reader) throws XMLStreamException {
    Map<String, String> columns = new LinkedHashMap<>();
    Deque<Level> levels = new ArrayDeque<>();
    levels.push(new Level(""));
    attributes(reader, "", columns);
    while (!levels.isEmpty()) {
      int event = reader.next();
      refuseDangerous(event, reader);
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> {
          Level child = levels.peek().child(reader.getLocalName());
          levels.push(child);
          refuseDeep(levels.size(), reader);
          attributes(reader, child.path + "/", columns);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          levels.peek().append(reader);
        }
        case XMLStreamConstants.END_ELEMENT -> levels.pop().put(columns);
        default -> {
          // comments and processing instructions are not data
        }
      }
    }
    return columns;
  }

  private static void attributes(
      XMLStreamReader reader, String prefix, Map<String, String> columns) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      columns.put(prefix + "@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
  }

  private static void refuseDangerous(int event, XMLStreamReader reader) {
    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw ConnectorProblem.INPUT_DANGEROUS.problem(
          "a DOCTYPE or an entity ends " + place(reader.getLocation()));
    }
  }

  private static void refuseDeep(int depth, XMLStreamReader reader) {
    if (depth > DEEPEST) {
      throw ConnectorProblem.INPUT_DANGEROUS.problem(
          "elements are nested deeper than " + DEEPEST + " " + place(reader.getLocation()));
    }
  }

  private static ProblemException unreadable(Location location, XMLStreamException cause) {
    return ConnectorProblem.INPUT_UNREADABLE.problem(
        "not well-formed XML " + place(location), cause);
  }

  private static String place(Location location) {
    return location == null
        ? "at its beginning"
        : "at line " + location.getLineNumber() + ", column " + location.getColumnNumber();
  }

  /** An element inside a record that is being read. */
  private static final class Level {
    private final String path;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> seen = new LinkedHashMap<>();

    Level(String path) {
      this.path = path;
    }

    Level child(String name) {
      int count = seen.merge(name, 1, Integer::sum);
      String called = count == 1 ? name : name + "#" + count;
      return new Level(path.isEmpty() ? called : path + "/" + called);
    }

    /** Of an overlong text so much is kept that it is seen to be one. */
    void append(XMLStreamReader reader) {
      int room = MOST_CHARACTERS + 1 - text.length();
      text.append(
          reader.getTextCharacters(),
          reader.getTextStart(),
          Math.min(Math.max(room, 0), reader.getTextLength()));
    }

    /** Elements that only hold others have no text of their own. */
    void put(Map<String, String> columns) {
      if (!path.isEmpty() && (seen.isEmpty() || !text.toString().isBlank())) {
        columns.put(path, text.toString());
      } else if (path.isEmpty() && seen.isEmpty() && !text.toString().isBlank()) {
        columns.put("text", text.toString());
      }
    }
  }
}
