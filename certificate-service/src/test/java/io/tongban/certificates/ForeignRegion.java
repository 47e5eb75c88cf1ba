package io.tongban.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tongban.certificates.statuslist.StatusList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Another region on the protocols' texts alone: a nation's anchor, a region and its agency, each
 * with what it states, and every statement can be made a wrong one.
 */
public final class ForeignRegion implements AutoCloseable {
  public static final String VCT = "urn:a:permit:1";
  public static final String MARK = "https://nation.test/marks/may-issue-permit";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Clock clock;
  private final Map<String, ECKey> keys = new HashMap<>();

  /** What is done to a JWT before it is signed, by its name. */
  public final Map<String, Consumer<ObjectNode>> changes = new HashMap<>();

  /** What is done to a signed JWT, by its name. */
  public final Map<String, UnaryOperator<String>> compact = new HashMap<>();

  /** Who signs a JWT instead of who should, by its name. */
  public final Map<String, String> signers = new HashMap<>();

  /** The type of a JWT instead of what it should be, by its name. */
  public final Map<String, String> types = new HashMap<>();

  /** JWTs that are answered with status 503. */
  public final List<String> silent = new ArrayList<>();

  /** What was asked for, in order. */
  public final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  public String markStatus = "active";
  public int status = StatusList.VALID;

  public ForeignRegion(Clock clock) {
    this.clock = clock;
    for (String name : List.of("nation", "region", "agency", "certificates", "stranger")) {
      keys.put(name, key(name));
    }
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Back to what is right. */
  public void reset() {
    changes.clear();
    compact.clear();
    signers.clear();
    types.clear();
    silent.clear();
    asked.clear();
    markStatus = "active";
    status = StatusList.VALID;
  }

  private static ECKey key(String name) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(name + "-key").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public String entity(String name) {
    return base() + "/" + name;
  }

  /** The public keys of a name as a JWK Set. */
  public ObjectNode jwks(String name) {
    ObjectNode jwks = JSON.createObjectNode();
    jwks.putArray("keys").add(PlainWallet.json(key0(name).toPublicJWK().toJSONString()));
    return jwks;
  }

  private ECKey key0(String name) {
    return keys.computeIfAbsent(name, ForeignRegion::key);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestURI().toString();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(request);
    String text;
    int code = 200;
    try {
      text = answer(request, body);
    } catch (IllegalStateException refused) {
      text = "";
      code = Integer.parseInt(refused.getMessage());
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String answer(String request, String body) {
    if (request.equals("/region/mark-status")) {
      return markStatus(URLDecoder.decode(body.split("=", 2)[1], StandardCharsets.UTF_8));
    }
    if (request.equals("/lists/1")) {
      return list();
    }
    if (request.endsWith("/.well-known/openid-federation")) {
      return configuration(request.split("/")[1]);
    }
    if (request.contains("/fetch?sub=")) {
      String subject =
          URLDecoder.decode(request.substring(request.indexOf('=') + 1), StandardCharsets.UTF_8);
      return about(request.split("/")[1], subject.substring(base().length() + 1));
    }
    throw new IllegalStateException("404");
  }

  private ObjectNode statement(String issuer, String subject) {
    long now = clock.instant().getEpochSecond();
    ObjectNode statement = JSON.createObjectNode();
    statement.put("iss", entity(issuer)).put("sub", entity(subject));
    statement.put("iat", now).put("exp", now + 3600);
    return statement;
  }

  /** An entity {@code xN} has the entity {@code x(N+1)} above it, without an end. */
  private String configuration(String name) {
    ObjectNode statement = statement(name, name);
    statement.set("jwks", jwks(name));
    ObjectNode metadata = statement.putObject("metadata");
    ObjectNode federation = metadata.putObject("federation_entity");
    federation.put("federation_fetch_endpoint", entity(name) + "/fetch");
    switch (name) {
      case "nation" ->
          statement.putObject("trust_mark_issuers").putArray(MARK).add(entity("region"));
      case "region" -> {
        statement.putArray("authority_hints").add(entity("nation"));
        federation.put("federation_trust_mark_status_endpoint", entity(name) + "/mark-status");
      }
      case "agency" -> {
        statement.putArray("authority_hints").add(entity("region"));
        ObjectNode issuer = metadata.putObject("openid_credential_issuer");
        issuer.put("credential_issuer", entity("agency"));
        issuer.putArray("grant_types").add("a").add("b");
        issuer.set("jwks", jwks("certificates"));
        statement
            .putArray("trust_marks")
            .addObject()
            .put("trust_mark_type", MARK)
            .put("trust_mark", mark());
      }
      default ->
          statement
              .putArray("authority_hints")
              .add(entity("x" + (Integer.parseInt(name.substring(1)) + 1)));
    }
    return signed(name, name, "entity-statement+jwt", statement);
  }

  private String about(String issuer, String subject) {
    ObjectNode statement = statement(issuer, subject);
    statement.set("jwks", jwks(subject));
    return signed(subject + "-by-" + issuer, issuer, "entity-statement+jwt", statement);
  }

  private String mark() {
    ObjectNode mark = statement("region", "agency");
    mark.put("trust_mark_type", MARK).put("vct", VCT).put("assurance", "SUBSTANTIAL");
    return signed("mark", "region", "trust-mark+jwt", mark);
  }

  /** The nation's delegation of the trust mark to its issuer. */
  public String delegation(String signer, String to) {
    ObjectNode payload = statement("nation", to);
    payload.put("trust_mark_type", MARK);
    return sign(key0(signer), "trust-mark-delegation+jwt", payload);
  }

  private String markStatus(String trustMark) {
    ObjectNode payload = JSON.createObjectNode();
    payload.put("iss", entity("region")).put("iat", clock.instant().getEpochSecond());
    payload.put("trust_mark", trustMark).put("status", markStatus);
    return signed("status", "region", "trust-mark-status-response+jwt", payload);
  }

  private String list() {
    StatusList list = StatusList.of(2, 1024);
    list.set(7, status);
    long now = clock.instant().getEpochSecond();
    ObjectNode payload = JSON.createObjectNode();
    payload.put("sub", base() + "/lists/1").put("iat", now).put("exp", now + 3600).put("ttl", 300);
    payload.set("status_list", list.json());
    return signed("list", "certificates", "statuslist+jwt", payload);
  }

  private String signed(String name, String signer, String type, ObjectNode payload) {
    if (silent.contains(name)) {
      throw new IllegalStateException("503");
    }
    changes.getOrDefault(name, p -> {}).accept(payload);
    String jwt =
        sign(key0(signers.getOrDefault(name, signer)), types.getOrDefault(name, type), payload);
    return compact.getOrDefault(name, UnaryOperator.identity()).apply(jwt);
  }

  private static String sign(ECKey key, String type, JsonNode payload) {
    try {
      JWSObject jws =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(new JOSEObjectType(type))
                  .keyID(key.getKeyID())
                  .build(),
              new Payload(payload.toString()));
      jws.sign(new ECDSASigner(key));
      return jws.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate of the agency, whose claims cannot be withheld. */
  public String certificate(ECKey holder, Consumer<ObjectNode> change) {
    long now = clock.instant().getEpochSecond();
    ObjectNode payload = JSON.createObjectNode();
    payload.put("iss", entity("agency")).put("vct", VCT);
    payload.put("iat", now - 60).put("exp", now + 86_400);
    payload.put("permit_no", "A-17").put("first", "Tea").put("last", "House");
    payload.put("place", "1").put("since", "02.03.2021").put("secret", "not to be shown");
    payload.putObject("cnf").set("jwk", PlainWallet.json(holder.toPublicJWK().toJSONString()));
    payload
        .putObject("status")
        .putObject("status_list")
        .put("idx", 7)
        .put("uri", base() + "/lists/1");
    change.accept(payload);
    return sign(key0(signers.getOrDefault("certificate", "certificates")), "dc+sd-jwt", payload)
        + "~";
  }

  /** Definitions by which a hub recognises this region's permits as its approvals. */
  public String recognised(String more) {
    return """
    apiVersion: tongban.io/v1
    kind: Source
    metadata: {name: region-a, title: {zh: 甲地, en: Region A}}
    spec: {department: council, http: {url: "BASE", privateNetwork: true, timeoutSeconds: 5}}
    ---
    apiVersion: tongban.io/v1
    kind: TrustAnchor
    metadata: {name: nation, title: {zh: 国家, en: Nation}}
    spec: {entity: "BASE/nation", jwks: JWKS, sources: [region-a]}
    ---
    apiVersion: tongban.io/v1
    kind: Recognition
    metadata: {name: permits-of-a, title: {zh: 甲地许可, en: Permits of A}}
    spec:
      source: {anchor: nation, entity: "BASE/region", vct: "urn:a:permit:1", trustMark: "MARK"}
      target: {type: approval}
      claims:
        - {name: number, from: [permit_no]}
        - {name: name, from: [first, last], join: " "}
        - {name: town, from: [place], codes: {"1": Alpha, "2": Beta}}
        - {name: opened, from: [since], date: dd.MM.uuuu}
        - {name: fee, constant: "0"}
      minimumAssurance: SUBSTANTIAL
      legalBasis: Treaty of A and B, article 3
      approvers: [{office: Ministry of B, date: 2025-12-01}]
      from: 2025-12-01
      to: 2030-12-31
    MORE"""
        .replace("BASE", base())
        .replace("MARK", MARK)
        .replace("JWKS", jwks("nation").toString())
        .replace("MORE", more);
  }

  /** An array of texts. */
  public static ArrayNode texts(String... texts) {
    ArrayNode array = JSON.createArrayNode();
    for (String text : texts) {
      array.add(text);
    }
    return array;
  }
}
