package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.AnchorVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

/** Consistency proofs that were kept, or that a hub gives. */
final class ConsistencyProofs {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private ConsistencyProofs() {}

  /**
   * Proofs of a file or a hub.
   *
   * @param where a file with an answer of {@code /v1/ledger/proofs/consistency}, or a hub's address
   * @throws IOException if the file cannot be read or is no such answer
   */
  static AnchorVerifier.Consistency of(String where) throws IOException {
    if (where.startsWith("http://") || where.startsWith("https://")) {
      return new OfHub(URI.create(where));
    }
    try {
      JsonNode kept = CanonicalJson.read(Files.readAllBytes(Path.of(where)));
      if (!kept.path("from").isIntegralNumber() || !kept.path("to").isIntegralNumber()) {
        throw new IllegalArgumentException("it names no sizes");
      }
      return new Kept(kept.path("from").asLong(), kept.path("to").asLong(), path(kept));
    } catch (IllegalArgumentException e) {
      throw new IOException(where + " holds no consistency proof: " + e.getMessage(), e);
    }
  }

  private static List<byte[]> path(JsonNode answer) {
    List<byte[]> hashes = new ArrayList<>();
    answer.path("path").forEach(hash -> hashes.add(Base64.getDecoder().decode(hash.asText())));
    return hashes;
  }

  /** One proof. For another tree head it proves nothing. */
  private record Kept(long from, long to, List<byte[]> path) implements AnchorVerifier.Consistency {
    @Override
    public OptionalLong only() {
      return OptionalLong.of(to);
    }

    @Override
    public List<byte[]> proof(long oldSize, long newSize) {
      return oldSize == from && newSize == to ? path : List.of();
    }
  }

  /** What the hub answers is worth what it proves. */
  private record OfHub(URI hub) implements AnchorVerifier.Consistency {
    @Override
    public OptionalLong only() {
      return OptionalLong.empty();
    }

    @Override
    public List<byte[]> proof(long oldSize, long newSize) {
      URI uri = hub.resolve("/v1/ledger/proofs/consistency?from=" + oldSize + "&to=" + newSize);
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
      try {
        HttpResponse<byte[]> answer =
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
          throw new IllegalStateException("the hub gives no proof: status " + answer.statusCode());
        }
        return path(CanonicalJson.read(answer.body()));
      } catch (IOException e) {
        throw new IllegalStateException("the hub gives no proof: " + e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
