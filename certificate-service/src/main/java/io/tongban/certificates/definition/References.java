package io.tongban.certificates.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.jose.FederationJwt;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/** What the federation's kinds check alike. */
final class References {
  private References() {}

  static <T> void require(
      DefinitionView view,
      Class<T> type,
      String kind,
      String pointer,
      String name,
      FaultSink faults) {
    if (view.find(type, name).isEmpty()) {
      faults.fault(
          pointer,
          "there is no " + kind + " named " + name,
          "declare it, or write one of "
              + view.all(type).stream().map(Definition::name).limit(20).toList());
    }
  }

  /** Exactly one of an own authority and an entity elsewhere. */
  static void requireOne(DefinitionView view, String authority, String entity, FaultSink faults) {
    if ((authority == null) == (entity == null)) {
      faults.fault(
          "/spec", "whom it is about is not told", "give either authority or entity, not both");
    } else if (authority != null) {
      requireAuthority(view, authority, faults);
    } else {
      requireEntity("/spec/entity", entity, faults);
    }
  }

  static void requireAuthority(DefinitionView view, String authority, FaultSink faults) {
    boolean issues =
        view.all(CertificateTypeSpec.class).stream()
            .anyMatch(
                type -> type.spec().issuesHere() && type.spec().authority().equals(authority));
    if (!issues) {
      faults.fault(
          "/spec/authority",
          "the department " + authority + " issues no certificates here",
          "name the authority of a CertificateType");
    }
  }

  /** An entity identifier (OpenID Federation 1.0, section 1.2). */
  static void requireEntity(String pointer, String entity, FaultSink faults) {
    if (!isEntity(entity)) {
      faults.fault(
          pointer,
          entity + " is no entity identifier",
          "write an https URL without a trailing slash, query and fragment");
    }
  }

  private static boolean isEntity(String entity) {
    try {
      URI uri = new URI(entity);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null
          && !entity.endsWith("/");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static void requireUri(String pointer, String text, FaultSink faults) {
    try {
      if (new URI(text).isAbsolute()) {
        return;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    faults.fault(pointer, text + " is no absolute URI", "write a URI");
  }

  /** A JWK Set with a key this hub can verify with, and no private key. */
  static void requireKeys(String pointer, Map<String, Object> jwks, FaultSink faults) {
    JsonNode set = CanonicalJson.mapper().valueToTree(jwks);
    boolean named = set.path("keys").valueStream().allMatch(key -> key.path("kid").isTextual());
    if (FederationJwt.keys(set).isEmpty() || !named || set.toString().contains("\"d\":")) {
      faults.fault(
          pointer,
          "these are no federation keys",
          "give a JWK Set with public P-256 keys, each with a kid");
    }
  }
}
