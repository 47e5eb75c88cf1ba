package io.tongban.certificates.mdoc;

import com.authlete.cbor.CBORItem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * An integer that needs all 32 bits of its head: the library writes those with 64, which is not the
 * shortest form.
 */
final class Uint32 extends CBORItem {
  private static final int UNSIGNED = 0x1a;
  private static final int NEGATIVE = 0x3a;
  private final long value;

  Uint32(long value) {
    this.value = value;
  }

  static boolean fits(long value) {
    return magnitude(value) > Integer.MAX_VALUE && magnitude(value) <= 0xffff_ffffL;
  }

  private static long magnitude(long value) {
    return value < 0 ? -1 - value : value;
  }

  @Override
  public Object parse() {
    return value;
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    out.write(value < 0 ? NEGATIVE : UNSIGNED);
    out.write(ByteBuffer.allocate(Integer.BYTES).putInt((int) magnitude(value)).array());
  }
}
