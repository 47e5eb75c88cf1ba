package io.tongban.ledger.web3j;

import java.math.BigInteger;
import java.util.Optional;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.transaction.type.Transaction1559;

/**
 * What a transaction pays for a unit of gas, in wei.
 *
 * @param most all in all
 * @param tip what of it is for the block's maker (EIP-1559), or null where the transaction names
 *     one price only
 */
record Fees(BigInteger most, BigInteger tip) {

  /** A price, with a quarter on top: it moves between estimate and block. Free stays free. */
  static Fees price(BigInteger price) {
    return new Fees(price.add(up(price, 4)), null);
  }

  /** Room for the base fee to double, which takes at least six full blocks (EIP-1559). */
  static Fees dynamic(BigInteger base, BigInteger tip) {
    return new Fees(base.shiftLeft(1).add(tip), tip);
  }

  /** What a signed transaction pays. */
  static Fees of(RawTransaction transaction) {
    return transaction.getTransaction() instanceof Transaction1559 dynamic
        ? new Fees(dynamic.getMaxFeePerGas(), dynamic.getMaxPriorityFeePerGas())
        : new Fees(transaction.getGasPrice(), null);
  }

  /** At most so much; null is no bound. */
  Fees within(BigInteger bound) {
    if (bound == null) {
      return this;
    }
    return new Fees(most.min(bound), tip == null ? null : tip.min(bound));
  }

  /**
   * Fees that replace these: the ones of the moment, and an eighth more at least, since nodes take
   * no replacement below a tenth.
   *
   * @return nothing where gas is free, or the bound leaves no room
   */
  Optional<Fees> raised(Fees now, BigInteger bound) {
    Fees more =
        new Fees(
                now.most.max(most.add(up(most, 8))),
                tip == null ? null : tipOf(now).max(tip.add(up(tip, 8))))
            .within(bound);
    boolean enough = replaces(more.most, most) && (tip == null || replaces(more.tip, tip));
    return enough && more.most.compareTo(most) > 0 ? Optional.of(more) : Optional.empty();
  }

  private static BigInteger tipOf(Fees now) {
    return now.tip == null ? BigInteger.ZERO : now.tip;
  }

  private static boolean replaces(BigInteger more, BigInteger before) {
    return more.compareTo(before.add(up(before, 10))) >= 0;
  }

  /** A part of it, rounded up. */
  private static BigInteger up(BigInteger value, int part) {
    BigInteger divisor = BigInteger.valueOf(part);
    return value.add(divisor).subtract(BigInteger.ONE).divide(divisor);
  }
}
