package io.tongban.hub.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tongban.hub.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.ScalarEvent;

/** What a scalar means: JSON's null, booleans and numbers, everything else is text. */
final class Scalars {
  private static final String TEXT_TAG = "tag:yaml.org,2002:str";
  private static final int MAX_NUMBER_LENGTH = 40;
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");

  private Scalars() {}

  static JsonNode node(ScalarEvent scalar, Place place) throws YamlFaultException {
    refuseTag(scalar.getTag(), place);
    String text = scalar.getValue();
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN && scalar.getTag() == null;
    return plain ? plain(text) : TextNode.valueOf(text);
  }

  private static JsonNode plain(String text) {
    switch (text) {
      case "", "null", "~":
        return NullNode.getInstance();
      case "true":
        return BooleanNode.TRUE;
      case "false":
        return BooleanNode.FALSE;
      default:
        return number(text);
    }
  }

  private static JsonNode number(String text) {
    if (text.length() > MAX_NUMBER_LENGTH) {
      return TextNode.valueOf(text);
    }
    if (INTEGER.matcher(text).matches()) {
      return integer(new BigInteger(text));
    }
    if (DECIMAL.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))) {
      return DecimalNode.valueOf(new BigDecimal(text));
    }
    return TextNode.valueOf(text);
  }

  private static JsonNode integer(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return IntNode.valueOf(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? LongNode.valueOf(value.longValue())
        : BigIntegerNode.valueOf(value);
  }

  /** Tags choose types, and types are the schema's business. */
  static void refuseTag(String tag, Place place) throws YamlFaultException {
    if (tag != null && !tag.equals(TEXT_TAG) && !tag.equals("!")) {
      throw new YamlFaultException(
          YamlReader.fault(
              place,
              "the tag " + tag + " is not understood",
              "remove the tag, or put the text in quotes if it begins with !"));
    }
  }
}
