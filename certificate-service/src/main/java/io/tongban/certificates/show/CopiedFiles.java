package io.tongban.certificates.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.CollectedMetadata;
import io.tongban.certificates.ServiceItems.CopiedFile;
import io.tongban.certificates.collect.FileDigests;
import io.tongban.certificates.collect.MediaTypes;
import io.tongban.certificates.collect.PdfCopy;
import io.tongban.certificates.jdbc.CollectedStore;
import io.tongban.certificates.jdbc.CollectedStore.StoredCollected;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Annotated copies of collected files; the files themselves never leave. */
@ApplicationScoped
class CopiedFiles {
  private final CollectedStore collected;

  @Inject
  CopiedFiles(CollectedStore collected) {
    this.collected = collected;
  }

  /**
   * The copy of a file that was authorised; empty where none was, or it is no PDF.
   *
   * @param claims what was authorised; of a copied file its digest takes the place of the
   *     original's, which stays beside it
   */
  Optional<CopiedFile> of(UUID certificate, Map<String, Object> claims, ObjectNode annotation) {
    Optional<StoredCollected> stored =
        claims.containsKey(CollectedMetadata.FILE)
            ? collected.find(certificate).filter(f -> f.mediaType().equals(MediaTypes.PDF))
            : Optional.empty();
    return stored.map(found -> copied(found, claims, annotation));
  }

  private CopiedFile copied(
      StoredCollected stored, Map<String, Object> claims, ObjectNode annotation) {
    byte[] content = PdfCopy.annotated(collected.file(stored), lines(annotation));
    String sha256 = FileDigests.of(content).sha256();
    claims.put(
        CollectedMetadata.FILE,
        Map.of("media_type", MediaTypes.PDF, "sha256", sha256, "original_sha256", stored.sha256()));
    return new CopiedFile(MediaTypes.PDF, sha256, content);
  }

  private static List<String> lines(ObjectNode annotation) {
    List<String> lines = new ArrayList<>();
    lines.add("加注件 ANNOTATED COPY - not the original, no signature; other use is refused");
    lines.add("Creator 加注方: " + both(annotation.path("creator"), annotation, "department"));
    lines.add("Use item 用证事项: " + both(annotation.path("item_title"), annotation, "item"));
    lines.add("Cause 用途: " + annotation.path("purpose").asText());
    if (annotation.has("case")) {
      lines.add("Case 办件: " + annotation.path("case").asText());
    }
    lines.add("Made 加注时间: " + annotation.path("created").asText());
    lines.add("Ends 有效期至: " + annotation.path("expires").asText());
    return lines;
  }

  private static String both(JsonNode label, ObjectNode annotation, String name) {
    return label.path("en").asText()
        + " "
        + label.path("zh").asText()
        + " ("
        + annotation.path(name).asText()
        + ")";
  }
}
