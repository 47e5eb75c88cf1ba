package io.tongban.certificates.mdoc;

import com.authlete.cbor.CBORBigInteger;
import com.authlete.cbor.CBORBoolean;
import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORDecoder;
import com.authlete.cbor.CBORDecoderOptions;
import com.authlete.cbor.CBORInteger;
import com.authlete.cbor.CBORItem;
import com.authlete.cbor.CBORItemList;
import com.authlete.cbor.CBORLong;
import com.authlete.cbor.CBORNull;
import com.authlete.cbor.CBORPair;
import com.authlete.cbor.CBORPairList;
import com.authlete.cbor.CBORString;
import com.authlete.cbor.CBORTaggedItem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.format.CredentialException;
import io.tongban.certificates.sdjwt.Strict;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** CBOR items to and fro, read strictly (see {@link WellFormed}). */
final class Cbor {
  private static final int TIME = 0;
  private static final int EMBEDDED = 24;
  private static final int DAY = 1004;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Cbor() {}

  /** The one item in those bytes. */
  static CBORItem read(byte[] bytes) throws CredentialException {
    WellFormed.require(bytes);
    try {
      // no tag is interpreted: its meaning depends on where it stands
      return new CBORDecoder(bytes, new CBORDecoderOptions()).next();
    } catch (IOException e) {
      throw new CredentialException("the CBOR cannot be read", e);
    }
  }

  /** A map's members; keys are texts or integers. */
  static Map<Object, CBORItem> map(CBORItem item) throws CredentialException {
    if (!(item instanceof CBORPairList map)) {
      throw new CredentialException("a CBOR map is missing");
    }
    Map<Object, CBORItem> members = new LinkedHashMap<>();
    for (CBORPair pair : map.getPairs()) {
      members.put(pair.getKey().parse(), pair.getValue());
    }
    return members;
  }

  static List<CBORItem> list(CBORItem item) throws CredentialException {
    if (item instanceof CBORItemList list) {
      return List.copyOf(list.getItems());
    }
    throw new CredentialException("a CBOR array is missing");
  }

  static String text(CBORItem item) throws CredentialException {
    if (item instanceof CBORString text) {
      return text.getValue();
    }
    throw new CredentialException("a CBOR text is missing");
  }

  static byte[] bytes(CBORItem item) throws CredentialException {
    if (item instanceof CBORByteArray bytes) {
      return bytes.getValue();
    }
    throw new CredentialException("a CBOR byte string is missing");
  }

  /** A number that is no less than 0. */
  static long natural(CBORItem item) throws CredentialException {
    Object value = item == null ? null : item.parse();
    if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0) {
      return ((Number) value).longValue();
    }
    throw new CredentialException("a CBOR unsigned integer is missing");
  }

  private static CBORItem tagged(CBORItem item, int tag) throws CredentialException {
    if (item instanceof CBORTaggedItem tagged && tagged.getTagNumber().longValue() == tag) {
      return tagged.getTagContent();
    }
    throw new CredentialException("a CBOR tag " + tag + " is missing");
  }

  /** The item inside of {@code #6.24(bstr .cbor …)}. */
  static CBORItem embedded(CBORItem item) throws CredentialException {
    return read(bytes(tagged(item, EMBEDDED)));
  }

  /** Wraps an item as {@code #6.24(bstr .cbor …)}. */
  static CBORTaggedItem embed(CBORItem item) {
    return new CBORTaggedItem(EMBEDDED, new CBORByteArray(item.encode()));
  }

  /** A {@code tdate} (RFC 3339). */
  static Instant time(CBORItem item) throws CredentialException {
    try {
      return OffsetDateTime.parse(text(tagged(item, TIME))).toInstant();
    } catch (DateTimeException e) {
      throw new CredentialException("a CBOR time cannot be read", e);
    }
  }

  static CBORItem time(Instant time) {
    return new CBORTaggedItem(TIME, new CBORString(time.toString()));
  }

  /** A {@code full-date} (RFC 8943), from ISO 8601 text. */
  static CBORItem day(String day) {
    return new CBORTaggedItem(DAY, new CBORString(day));
  }

  static CBORPairList map(CBORPair... pairs) {
    return new CBORPairList(List.of(pairs));
  }

  static CBORPair pair(String key, CBORItem value) {
    return new CBORPair(new CBORString(key), value);
  }

  static CBORPair pair(int key, CBORItem value) {
    return new CBORPair(new CBORInteger(key), value);
  }

  static CBORItemList list(CBORItem... items) {
    return new CBORItemList(List.of(items));
  }

  /** A JSON value as CBOR. */
  static CBORItem of(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> value.booleanValue() ? CBORBoolean.TRUE : CBORBoolean.FALSE;
      case NUMBER -> number(value);
      case ARRAY -> new CBORItemList(value.valueStream().map(Cbor::of).toList());
      case OBJECT -> new CBORPairList(members(value).toList());
      case NULL, MISSING -> CBORNull.INSTANCE;
      case STRING, BINARY, POJO -> new CBORString(value.asText());
    };
  }

  private static Stream<CBORPair> members(JsonNode object) {
    return object.propertyStream().map(member -> pair(member.getKey(), of(member.getValue())));
  }

  /** Whole numbers as they are; others as text, as in the other formats. */
  private static CBORItem number(JsonNode value) {
    if (value.canConvertToInt() && value.isIntegralNumber()) {
      return new CBORInteger(value.intValue());
    }
    if (value.canConvertToLong() && value.isIntegralNumber()) {
      return Uint32.fits(value.longValue())
          ? new Uint32(value.longValue())
          : new CBORLong(value.longValue());
    }
    return new CBORString(value.asText());
  }

  /**
   * An item as JSON: byte strings as base64url, dates and times as ISO 8601 text, numbers that JSON
   * has none of as text.
   */
  static JsonNode json(CBORItem item) throws CredentialException {
    if (item instanceof CBORTaggedItem tagged) {
      return json(tagged.getTagContent());
    }
    if (item instanceof CBORByteArray bytes) {
      return JSON.textNode(Strict.encode(bytes.getValue()));
    }
    if (item instanceof CBORItemList) {
      ArrayNode array = JSON.arrayNode();
      for (CBORItem element : list(item)) {
        array.add(json(element));
      }
      return array;
    }
    return item instanceof CBORPairList ? object(item) : scalar(item);
  }

  private static ObjectNode object(CBORItem map) throws CredentialException {
    ObjectNode object = JSON.objectNode();
    List<String> names = new ArrayList<>();
    for (Map.Entry<Object, CBORItem> member : map(map).entrySet()) {
      names.add(String.valueOf(member.getKey()));
      object.set(String.valueOf(member.getKey()), json(member.getValue()));
    }
    if (object.size() != names.size()) {
      throw new CredentialException("a CBOR map has the keys 1 and \"1\"");
    }
    return object;
  }

  private static JsonNode scalar(CBORItem item) {
    if (item instanceof CBORBigInteger big) {
      return JSON.numberNode(big.getValue());
    }
    Object value = item.parse();
    if (value instanceof Boolean flag) {
      return JSON.booleanNode(flag);
    }
    if (value instanceof Integer || value instanceof Long) {
      return JSON.numberNode(((Number) value).longValue());
    }
    if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number)
          ? JSON.numberNode(number)
          : JSON.textNode(Double.toString(number));
    }
    return value == null ? JSON.nullNode() : JSON.textNode(value.toString());
  }
}
