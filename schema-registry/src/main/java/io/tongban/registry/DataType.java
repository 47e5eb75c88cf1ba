package io.tongban.registry;

/**
 * The data types of data elements; each names the Java type its values have everywhere in the hub.
 */
public enum DataType {
  /** {@link String}. */
  STRING,
  /** {@link Long}. */
  INTEGER,
  /** {@link java.math.BigDecimal}. */
  DECIMAL,
  /** {@link Boolean}. */
  BOOLEAN,
  /** {@link java.time.LocalDate}. */
  DATE,
  /** {@link java.time.Instant}. */
  TIMESTAMP
}
