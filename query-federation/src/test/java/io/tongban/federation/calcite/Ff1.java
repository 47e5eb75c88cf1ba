package io.tongban.federation.calcite;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * FF1 encryption as NIST SP 800-38G writes it down (section 5, algorithm 7), step by step and with
 * the platform's AES: the hub takes BouncyCastle's, so that this shares nothing with it.
 */
final class Ff1 {
  private static final int BLOCK = 16;
  private static final int ROUNDS = 10;

  private final SecretKeySpec key;
  private final BigInteger radix;

  Ff1(byte[] key, int radix) {
    this.key = new SecretKeySpec(key, "AES");
    this.radix = BigInteger.valueOf(radix);
  }

  /** The numerals encrypted; each is below the radix. */
  int[] encrypt(int[] numerals, byte[] tweak) {
    int n = numerals.length;
    int u = n / 2;
    int v = n - u;
    int bytes = (radix.pow(v).subtract(BigInteger.ONE).bitLength() + 7) / 8;
    int taken = 4 * ((bytes + 3) / 4) + 4;
    BigInteger a = number(numerals, 0, u);
    BigInteger b = number(numerals, u, n);
    for (int round = 0; round < ROUNDS; round++) {
      BigInteger y = stream(input(n, u, bytes, tweak, round, b), taken);
      int length = round % 2 == 0 ? u : v;
      BigInteger c = a.add(y).mod(radix.pow(length));
      a = b;
      b = c;
    }
    int[] out = new int[n];
    write(a, out, 0, u);
    write(b, out, u, n);
    return out;
  }

  /** P and Q of the standard. */
  private byte[] input(int n, int u, int bytes, byte[] tweak, int round, BigInteger b) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(new byte[] {1, 2, 1, 0, 0, radix.byteValueExact(), ROUNDS, (byte) u});
    all.writeBytes(ByteBuffer.allocate(8).putInt(n).putInt(tweak.length).array());
    all.writeBytes(tweak);
    all.writeBytes(new byte[Math.floorMod(-tweak.length - bytes - 1, BLOCK)]);
    all.write(round);
    byte[] number = b.toByteArray();
    int from = Math.max(0, number.length - bytes);
    all.writeBytes(new byte[bytes - (number.length - from)]);
    all.write(number, from, number.length - from);
    return all.toByteArray();
  }

  /** R of the standard, and as many more blocks as are needed, as a number. */
  private BigInteger stream(byte[] input, int taken) {
    byte[] chained = aes("AES/CBC/NoPadding", input);
    byte[] last = Arrays.copyOfRange(chained, chained.length - BLOCK, chained.length);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(last);
    for (int block = 1; all.size() < taken; block++) {
      byte[] counted = last.clone();
      counted[BLOCK - 1] ^= (byte) block;
      all.writeBytes(aes("AES/ECB/NoPadding", counted));
    }
    return new BigInteger(1, Arrays.copyOf(all.toByteArray(), taken));
  }

  private byte[] aes(String mode, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance(mode);
      if (mode.contains("CBC")) {
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[BLOCK]));
      } else {
        cipher.init(Cipher.ENCRYPT_MODE, key);
      }
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private BigInteger number(int[] numerals, int from, int to) {
    BigInteger number = BigInteger.ZERO;
    for (int i = from; i < to; i++) {
      number = number.multiply(radix).add(BigInteger.valueOf(numerals[i]));
    }
    return number;
  }

  private void write(BigInteger number, int[] to, int from, int end) {
    BigInteger rest = number;
    for (int i = end - 1; i >= from; i--) {
      BigInteger[] parts = rest.divideAndRemainder(radix);
      to[i] = parts[1].intValueExact();
      rest = parts[0];
    }
  }
}
