package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Where the hub is and as whom we speak: options that every command of the client shares. */
final class HubConnection {
  @Option(
      names = "--hub",
      description = "URL of the hub (default: $TONGBAN_HUB or ${DEFAULT-VALUE})",
      defaultValue = "${env:TONGBAN_HUB:-http://localhost:8080}")
  private URI hub;

  @Option(
      names = "--data",
      description =
          "data directory of a hub on this machine, for its keys (default: ${DEFAULT-VALUE})",
      defaultValue = "${env:TONGBAN_DATA:-data}")
  private Path data;

  @Option(names = "--as", description = "client to speak as (default: the hub's local operator)")
  private String client;

  @Option(
      names = "--key",
      description =
          "file with the client's private key, a JWK (default: where the example hub keeps it)")
  private Path keyFile;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** The hub's address. */
  URI address() {
    return hub;
  }

  /** The data directory that was given. */
  Path data() {
    return data;
  }

  JsonNode get(String path) throws HubRefusal, IOException, InterruptedException {
    return json(send("GET", path, HttpRequest.BodyPublishers.noBody(), null, null));
  }

  JsonNode post(String path, JsonNode body) throws HubRefusal, IOException, InterruptedException {
    return post(path, CanonicalJson.mapper().writeValueAsBytes(body), "application/json");
  }

  JsonNode post(String path, byte[] body, String contentType)
      throws HubRefusal, IOException, InterruptedException {
    return json(
        send("POST", path, HttpRequest.BodyPublishers.ofByteArray(body), contentType, null));
  }

  /**
   * Posts JSON and takes the answer as it comes.
   *
   * @param accept media type of the answer
   */
  HttpResponse<byte[]> post(String path, JsonNode body, String accept)
      throws HubRefusal, IOException, InterruptedException {
    byte[] bytes = CanonicalJson.mapper().writeValueAsBytes(body);
    return send(
        "POST", path, HttpRequest.BodyPublishers.ofByteArray(bytes), "application/json", accept);
  }

  /**
   * Posts JSON and writes the answer to a file as it comes; the file is there only when all of it
   * has come.
   *
   * @param accept media type of the answer
   */
  void download(String path, JsonNode body, String accept, Path file)
      throws HubRefusal, IOException, InterruptedException {
    byte[] bytes = CanonicalJson.mapper().writeValueAsBytes(body);
    HttpRequest request =
        request(
            "POST",
            path,
            HttpRequest.BodyPublishers.ofByteArray(bytes),
            "application/json",
            accept);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        if (response.statusCode() / 100 != 2) {
          throw refusal(response.statusCode(), in.readAllBytes());
        }
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (ConnectException e) {
      throw new NoHubException(hub, e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    return response.body().length == 0
        ? JsonNodeFactory.instance.nullNode()
        : CanonicalJson.read(response.body());
  }

  /** A public resource as text. */
  String text(String path) throws HubRefusal, IOException, InterruptedException {
    HttpResponse<byte[]> response = exchange(HttpRequest.newBuilder(hub.resolve(path)).build());
    check(response);
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> send(
      String method, String path, HttpRequest.BodyPublisher body, String contentType, String accept)
      throws HubRefusal, IOException, InterruptedException {
    HttpResponse<byte[]> response = exchange(request(method, path, body, contentType, accept));
    check(response);
    return response;
  }

  private HttpRequest request(
      String method, String path, HttpRequest.BodyPublisher body, String contentType, String accept)
      throws HubRefusal, IOException, InterruptedException {
    try {
      URI uri = hub.resolve(path);
      DefaultDPoPProofFactory proofs = new DefaultDPoPProofFactory(key(), JWSAlgorithm.ES256);
      DPoPAccessToken token = token(proofs);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .timeout(Duration.ofMinutes(5))
              .method(method, body)
              .header("Accept-Language", Locale.getDefault().toLanguageTag())
              .header("Authorization", token.toAuthorizationHeader())
              .header("DPoP", proofs.createDPoPJWT(method, withoutQuery(uri), token).serialize());
      if (contentType != null) {
        request.header("Content-Type", contentType);
      }
      if (accept != null) {
        request.header("Accept", accept);
      }
      return request.build();
    } catch (JOSEException e) {
      throw new IOException("the client's key does not sign: " + e.getMessage(), e);
    }
  }

  private DPoPAccessToken token(DefaultDPoPProofFactory proofs)
      throws HubRefusal, IOException, InterruptedException, JOSEException {
    URI endpoint = hub.resolve("/token");
    ECKey key = key();
    PrivateKeyJWT authentication =
        new PrivateKeyJWT(
            new ClientID(clientName()),
            endpoint,
            JWSAlgorithm.ES256,
            key.toECPrivateKey(),
            key.getKeyID(),
            null);
    AuthorizationGrant grant = new ClientCredentialsGrant();
    HTTPRequest form =
        new TokenRequest.Builder(endpoint, authentication, grant).build().toHTTPRequest();
    HttpResponse<byte[]> response =
        exchange(
            HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("DPoP", proofs.createDPoPJWT("POST", endpoint).serialize())
                .POST(HttpRequest.BodyPublishers.ofString(form.getBody()))
                .build());
    check(response);
    return new DPoPAccessToken(CanonicalJson.read(response.body()).path("access_token").asText());
  }

  private String clientName() {
    return client == null ? "local-operator" : client;
  }

  private ECKey key() throws IOException {
    Path file =
        keyFile != null
            ? keyFile
            : client == null
                ? data.resolve("operator.jwk")
                : data.resolve("example/keys/" + client + ".jwk");
    try {
      return ECKey.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new IOException(
          "there is no key file "
              + file
              + "; name the hub's data directory with --data, or your key with --as and --key",
          e);
    } catch (ParseException e) {
      throw new IOException("the key file " + file + " is not a JWK of a P-256 key", e);
    }
  }

  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (ConnectException e) {
      throw new NoHubException(hub, e);
    }
  }

  private static void check(HttpResponse<byte[]> response) throws HubRefusal {
    if (response.statusCode() / 100 != 2) {
      throw refusal(response.statusCode(), response.body());
    }
  }

  private static HubRefusal refusal(int status, byte[] body) {
    JsonNode problem;
    try {
      problem = CanonicalJson.read(body);
    } catch (IllegalArgumentException notJson) {
      problem = JsonNodeFactory.instance.objectNode();
    }
    return new HubRefusal(status, problem);
  }

  private static URI withoutQuery(URI uri) {
    String text = uri.toString();
    int query = text.indexOf('?');
    return query < 0 ? uri : URI.create(text.substring(0, query));
  }
}
