package io.tongban.hub.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private static boolean allowed(String address, boolean inside, boolean loopback)
      throws UnknownHostException {
    return new AddressGuard(inside, loopback).refusal(InetAddress.getByName(address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.216.34",
        "1.1.1.1",
        "172.32.0.1",
        "192.169.0.1",
        "2606:4700::1111",
        "2002:5db8:d822::1",
        "64:ff9b::5db8:d822",
        "::ffff:93.184.216.34"
      })
  void theInternetIsOpen(String address) throws UnknownHostException {
    assertThat(allowed(address, false, false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::1",
        "::10.0.0.1"
      })
  void attack18SsrfToPrivateNetworksAlsoMappedIntoIpv6(String address) throws UnknownHostException {
    assertThat(allowed(address, false, false)).isFalse();
    assertThat(allowed(address, true, false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1.2.3",
        "2130706433",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1"
      })
  void attack18SsrfToTheHubsOwnMachineAlsoMappedIntoIpv6(String address)
      throws UnknownHostException {
    assertThat(allowed(address, false, false)).isFalse();
    assertThat(allowed(address, true, false)).isFalse();
    assertThat(allowed(address, true, true)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "::",
        "169.254.169.254",
        "fe80::1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "240.0.0.1",
        "0.1.2.3",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "2001:db8::1",
        "2001::1",
        "3fff::1",
        "100::1"
      })
  void attack18SsrfToMetadataAndReservedAddresses(String address) throws UnknownHostException {
    assertThat(allowed(address, true, true)).isFalse();
  }
}
