package io.tongban.certificates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * This hub as an entity of OpenID Federation 1.0: an anchor, or a region where a Superior is
 * declared, with its issuing authorities below it. Failures the protocol foresees are {@link
 * FederationException}s.
 */
public interface TrustFederation {
  /** Media type of {@link #configuration} and {@link #statement}. */
  String ENTITY_STATEMENT = "application/entity-statement+jwt";

  /**
   * An entity configuration (section 9), signed.
   *
   * @param authority an issuing authority, or null for the hub itself
   */
  String configuration(String authority);

  /** What the hub states of an entity right below it (section 8.1), signed. */
  String statement(String subject);

  /**
   * The entities right below the hub (section 8.2).
   *
   * @param trustMark only those with a trust mark of that type; or null
   * @param marked only those with any trust mark of this hub
   */
  List<String> subordinates(String trustMark, boolean marked);

  /**
   * Resolved metadata, chain and verified trust marks of an entity (section 8.3), signed.
   *
   * @param anchors entity identifiers, of which the first that serves is taken
   * @param types entity types to tell of; empty: all
   */
  String resolve(String subject, List<String> anchors, List<String> types);

  /** A trust mark of this hub (section 8.6), signed. */
  String trustMark(String type, String subject);

  /** Whether a trust mark of this hub is active, expired, revoked or invalid now (section 8.4). */
  String trustMarkStatus(String trustMark);

  /**
   * The entities with an active trust mark of that type (section 8.5).
   *
   * @param subject only this one; or null
   */
  List<String> trustMarked(String type, String subject);

  /**
   * The keys that were used before (section 8.7), signed.
   *
   * @param authority as in {@link #configuration}
   */
  String historicalKeys(String authority);

  /** The hub's X.509 chains: each issuing authority and region below the hub's root, PEM. */
  String chains();

  /**
   * The key identifiers by which a DCQL query of type {@code aki} asks for certificates that this
   * hub vouches for: {@code {"type": "aki", "values": […]}}.
   */
  ObjectNode authorityKeyIds();

  /** The same entities as a list of trusted entities (ETSI TS 119 602), a compact JWS. */
  String trustedEntities();
}
