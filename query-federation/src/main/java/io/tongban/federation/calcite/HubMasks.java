package io.tongban.federation.calcite;

import io.tongban.access.Mask;
import io.tongban.hub.HubKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;
import org.apache.calcite.linq4j.function.Function1;

/**
 * The masks that run as a function, each made for one recipient when a query runs. Keyed masks have
 * a key for each receiving department, derived from the hub's master key; plans hold none of it.
 */
@ApplicationScoped
class HubMasks {
  private static final int KEY_BYTES = 32;

  private final HubKeys keys;

  /** As many as there are departments that receive keyed masks. */
  private final Map<String, SecretKeySpec> known = new ConcurrentHashMap<>();

  @Inject
  HubMasks(HubKeys keys) {
    this.keys = keys;
  }

  /** Whether the mask runs as a function; the others are expressions of the plan itself. */
  static boolean function(Mask mask) {
    return mask instanceof Mask.Partial
        || mask instanceof Mask.Prefix
        || mask instanceof Mask.Hash
        || mask instanceof Mask.FormatPreserving
        || mask instanceof Mask.Generalise;
  }

  /**
   * A mask as a function of a plan's values; null stays null.
   *
   * @param department that receives
   */
  Function1<Object, Object> of(Mask mask, String department) {
    if (mask instanceof Mask.Partial partial) {
      return text(text -> ValueMasks.partial(text, partial.first(), partial.last()));
    }
    if (mask instanceof Mask.Prefix prefix) {
      return text(text -> ValueMasks.prefix(text, prefix.length()));
    }
    if (mask instanceof Mask.Hash) {
      SecretKeySpec key = key("hash", department);
      return text(text -> ValueMasks.hash(text, key));
    }
    if (mask instanceof Mask.FormatPreserving fpe) {
      var cipher = new FormatPreservingMask(key("fpe", department).getEncoded(), fpe.radix());
      return text(cipher::mask);
    }
    if (mask instanceof Mask.Generalise generalise) {
      return value -> generalised(value, generalise.step());
    }
    throw new IllegalArgumentException("the mask " + mask.text() + " is no function");
  }

  private static Function1<Object, Object> text(Function<String, String> mask) {
    return value -> value == null ? null : mask.apply((String) value);
  }

  private static Object generalised(Object value, long step) {
    if (value == null) {
      return null;
    }
    return value instanceof BigDecimal decimal
        ? ValueMasks.generalise(decimal, step)
        : ValueMasks.generalise(((Number) value).longValue(), step);
  }

  private SecretKeySpec key(String use, String department) {
    return known.computeIfAbsent(
        use + "/" + department,
        label ->
            new SecretKeySpec(keys.derive("federation/mask-" + label, KEY_BYTES), "HmacSHA256"));
  }
}
