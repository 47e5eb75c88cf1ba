package io.tongban.hub.outbound;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which addresses the hub may connect to. Refused are all that are not ordinary addresses of the
 * Internet (IANA special-purpose registries, RFC 6890), because a definition or a redirect could
 * otherwise reach the hub's own neighbours or a cloud's metadata service.
 *
 * @param privateAllowed whether private networks (RFC 1918, RFC 4193) may be reached
 * @param loopbackAllowed whether the hub's own machine may be reached
 */
record AddressGuard(boolean privateAllowed, boolean loopbackAllowed) {

  /** Why the address is refused; nothing where it may be reached. */
  Optional<String> refusal(InetAddress address) {
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      return Optional.of("an address of no single machine");
    }
    if (address.isLoopbackAddress()) {
      return loopbackAllowed ? Optional.empty() : Optional.of("the hub's own machine");
    }
    if (address.isLinkLocalAddress()) {
      return Optional.of("a link-local address");
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address ? six(bytes) : four(bytes);
  }

  private Optional<String> four(byte[] address) {
    int first = address[0] & 0xFF;
    int second = address[1] & 0xFF;
    int third = address[2] & 0xFF;
    if (first == 10
        || (first == 172 && second >= 16 && second < 32)
        || (first == 192 && second == 168)
        || (first == 100 && second >= 64 && second < 128)) {
      return privateNetwork();
    }
    boolean reserved =
        first == 0
            || first >= 240
            || (first == 192 && second == 0 && (third == 0 || third == 2))
            || (first == 192 && second == 88 && third == 99)
            || (first == 198 && (second == 18 || second == 19))
            || (first == 198 && second == 51 && third == 100)
            || (first == 203 && second == 0 && third == 113);
    return reserved ? Optional.of("a reserved address") : Optional.empty();
  }

  private Optional<String> six(byte[] address) {
    int first = ((address[0] & 0xFF) << 8) | (address[1] & 0xFF);
    int second = ((address[2] & 0xFF) << 8) | (address[3] & 0xFF);
    if ((first & 0xFE00) == 0xFC00 || (first & 0xFFC0) == 0xFEC0) {
      return privateNetwork();
    }
    if (first == 0x2002) {
      return embedded(address, 2);
    }
    if (first == 0x64 && second == 0xFF9B) {
      return zero(address, 4, 12) ? embedded(address, 12) : privateNetwork();
    }
    if (first == 0 && zero(address, 0, 10)) {
      return embedded(address, 12);
    }
    boolean reserved =
        (first & 0xE000) != 0x2000
            || (first == 0x2001 && second < 0x0200)
            || (first == 0x2001 && second == 0x0DB8)
            || (first == 0x3FFF && second < 0x1000);
    return reserved ? Optional.of("a reserved address") : Optional.empty();
  }

  private static boolean zero(byte[] address, int from, int to) {
    for (int i = from; i < to; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** IPv6 forms that carry an IPv4 address are judged by it. */
  private Optional<String> embedded(byte[] address, int at) {
    try {
      return refusal(InetAddress.getByAddress(Arrays.copyOfRange(address, at, at + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private Optional<String> privateNetwork() {
    return privateAllowed ? Optional.empty() : Optional.of("a private network");
  }
}
