package io.tongban.certificates.collect;

import io.tongban.certificates.signature.Bouncy;
import io.tongban.hub.CanonicalJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file's digests in lower-case hex; {@code sm3} by GB/T 32905. */
public record FileDigests(String sha256, String sm3) {
  /** Those of a file; null is taken for an empty one. */
  public static FileDigests of(byte[] file) {
    byte[] content = file == null ? new byte[0] : file;
    try {
      return new FileDigests(
          HexFormat.of().formatHex(CanonicalJson.sha256(content)),
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SM3", Bouncy.provider()).digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("BouncyCastle has SM3", e);
    }
  }
}
