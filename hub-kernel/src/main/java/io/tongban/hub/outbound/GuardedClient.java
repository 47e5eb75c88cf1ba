package io.tongban.hub.outbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Connects to the addresses that were judged and to no others: a name is resolved once for each
 * connection, and a name server that changes its answer gains nothing. Connections are kept, for
 * guards of one kind apart, so that none is reused by a source that might not have made it. The
 * JDK's client resolves names by itself and cannot be given an address together with the name that
 * TLS needs.
 */
final class GuardedClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int MOST_CONNECTIONS = 1_024;

  /** A connection that was idle so long is looked at before it is used again. */
  private static final Duration IDLE = Duration.ofSeconds(2);

  /** After so long a name is resolved and judged again. */
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  private static final Map<AddressGuard, GuardedClient> CLIENTS = new ConcurrentHashMap<>();
  private final CloseableHttpClient client;

  /** Says why an address may not be connected to. */
  interface Judge {
    Optional<String> refusal(InetAddress address);
  }

  /** The addresses of a name. */
  interface Names {
    InetAddress[] addresses(String name) throws UnknownHostException;
  }

  /** An address may not be connected to; the message is why. */
  static final class RefusedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    RefusedAddressException(String message) {
      super(message);
    }
  }

  /**
   * An answer whose body is to be read or closed.
   *
   * @param location where it redirects to, if it does
   * @param length announced, -1 if not
   */
  record Answer(int status, Optional<String> location, long length, InputStream body) {}

  GuardedClient(Judge judge, Names names) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(new Resolver(judge, names))
            .setMaxConnTotal(MOST_CONNECTIONS)
            .setMaxConnPerRoute(MOST_CONNECTIONS)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(CONNECT))
                    .setValidateAfterInactivity(TimeValue.of(IDLE))
                    .setTimeToLive(TimeValue.of(LIFETIME))
                    .build())
            .build();
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setUserAgent("Tongban")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
  }

  /** The one whose connections are judged by that guard. */
  static GuardedClient of(AddressGuard guard) {
    return CLIENTS.computeIfAbsent(
        guard, judge -> new GuardedClient(judge::refusal, InetAddress::getAllByName));
  }

  /**
   * Sends a GET; redirects are not followed.
   *
   * @param timeout until the answer begins
   * @throws RefusedAddressException if one of the name's addresses may not be connected to
   * @throws UnknownHostException if the name has none
   * @throws SocketTimeoutException if there is no answer in time
   */
  Answer get(URI address, Duration timeout) throws IOException {
    return send(new HttpGet(address), timeout);
  }

  /** Sends a POST; else as {@link #get}. */
  Answer post(URI address, String contentType, byte[] body, Duration timeout) throws IOException {
    HttpPost request = new HttpPost(address);
    // receivers of Security Event Tokens must be asked for JSON (RFC 8935, section 2.1)
    request.setHeader("Accept", "application/json, */*;q=0.5");
    request.setEntity(new ByteArrayEntity(body, ContentType.parse(contentType)));
    return send(request, timeout);
  }

  private Answer send(HttpUriRequestBase request, Duration timeout) throws IOException {
    request.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(timeout))
            .setResponseTimeout(Timeout.of(timeout))
            .build());
    AtomicBoolean late = new AtomicBoolean();
    Future<?> cutOff =
        LimitedAnswer.after(
            timeout,
            () -> {
              late.set(true);
              request.cancel();
            });
    try {
      return answer(
          client.executeOpen(RoutingSupport.determineHost(request), request, null),
          request::cancel);
    } catch (HttpException e) {
      throw new IOException("the URL has no host", e);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw late.get() ? timedOut(e) : e;
    } finally {
      cutOff.cancel(false);
    }
  }

  private static SocketTimeoutException timedOut(IOException cause) {
    var timedOut = new SocketTimeoutException("no answer in time");
    timedOut.initCause(cause);
    return timedOut;
  }

  private static Answer answer(ClassicHttpResponse response, Runnable giveUp) throws IOException {
    HttpEntity entity = response.getEntity();
    Header location = response.getFirstHeader("location");
    return new Answer(
        response.getCode(),
        Optional.ofNullable(location).map(Header::getValue),
        entity == null ? 0 : entity.getContentLength(),
        new Body(entity == null ? InputStream.nullInputStream() : entity.getContent(), giveUp));
  }

  /**
   * Reads to the end or gives the connection up. Closing the library's stream would read on, and
   * for ever where the answer has no end; a connection whose answer was read is back in the pool
   * already and stays there.
   */
  private static final class Body extends FilterInputStream {
    private final Runnable giveUp;

    Body(InputStream content, Runnable giveUp) {
      super(content);
      this.giveUp = giveUp;
    }

    @Override
    public void close() {
      giveUp.run();
    }
  }

  /** Gives the connection the addresses that were judged. */
  private record Resolver(Judge judge, Names names) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] addresses = names.addresses(host);
      for (InetAddress each : addresses) {
        Optional<String> why = judge.refusal(each);
        if (why.isPresent()) {
          throw new RefusedAddressException(why.get());
        }
      }
      return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
