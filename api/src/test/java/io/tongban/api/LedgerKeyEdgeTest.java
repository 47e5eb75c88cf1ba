package io.tongban.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tongban.api.cli.Main;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.LedgerKeys;
import io.tongban.ledger.Receipt;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's key changes over REST and the command line, and kept receipts are compared. */
@QuarkusTest
@TestProfile(LandProfile.class)
class LedgerKeyEdgeTest {
  private static final String CHANGES = "/v1/ledger/key-changes";

  @Inject LandHub hub;
  @Inject Ledger ledger;
  @TempDir Path folder;
  private final DepartmentClient operator = new DepartmentClient("ledger-operator");

  private void open() throws IOException {
    operator.at(hub.settings().publicUrl());
    hub.adur();
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: Client
        metadata: {name: ledger-operator, title: {zh: 运维, en: Operator}}
        spec: {department: land, roles: [operator, auditor], jwks: {"keys": [%s]}}
        """
            .formatted(operator.publicKey()));
    Files.writeString(folder.resolve("key.jwk"), operator.privateKey());
  }

  private Path receipt(String name) throws IOException {
    Receipt receipt =
        ledger.append(
            new LedgerEntry(
                UUID.randomUUID(),
                EntryType.LOAD,
                Instant.parse("2026-01-15T08:00:00Z"),
                "hub",
                CanonicalJson.mapper().createObjectNode(),
                List.of()));
    return Files.write(
        folder.resolve(name), CanonicalJson.bytes(CanonicalJson.mapper().valueToTree(receipt)));
  }

  private Path keys(String name) throws IOException {
    return Files.writeString(folder.resolve(name), given().get("/v1/ledger/keys").asString());
  }

  private void run(int status, String says, Object... arguments) {
    StringWriter out = new StringWriter();
    int found =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(List.of(arguments).stream().map(Object::toString).toArray(String[]::new));
    assertThat(found).as(out.toString()).isEqualTo(status);
    assertThat(out.toString()).contains(says);
  }

  private Object[] ledger(Object... command) {
    List<Object> all = new java.util.ArrayList<>(List.of("ledger"));
    all.addAll(List.of(command));
    all.addAll(List.of("--hub", hub.settings().publicUrl(), "--as", "ledger-operator"));
    all.addAll(List.of("--key", folder.resolve("key.jwk")));
    return all.toArray();
  }

  @Test
  void onlyOperatorsChangeTheKeyAndEveryoneReadsTheKeys() throws IOException {
    open();
    String rotate = "{\"act\":\"ROTATE\",\"reason\":\"x\"}";
    given().contentType("application/json").body(rotate).post(CHANGES).then().statusCode(401);
    assertThat(hub.adur().post(CHANGES, rotate).status()).isEqualTo(403);
    assertThat(operator.post(CHANGES, "{\"reason\":\"x\"}").code()).isEqualTo("ledger-query");
    assertThat(operator.post(CHANGES, "null").code()).isEqualTo("ledger-query");
    assertThat(operator.post(CHANGES, "{\"act\":\"ROTATE\"}").code())
        .isEqualTo("ledger-entry-invalid");
    assertThat(operator.post(CHANGES, "{\"act\":\"END_OVERLAP\",\"reason\":\"x\"}").code())
        .isEqualTo("ledger-key-unchanged");
    assertThat(given().get("/v1/ledger/keys").asString()).isEqualTo(ledger.keys());
  }

  @Test
  void theKeyChangesAndWhatWasKeptStillHolds() throws IOException {
    open();
    Path pin = Files.writeString(folder.resolve("pin"), ledger.verifierKey());
    Path old = receipt("old.json");
    run(2, "--at-once", ledger("rotate-key", "--reason", "x", "--forget"));
    run(0, "and the key before it", ledger("rotate-key", "--reason", "yearly change"));
    Path between = receipt("between.json");
    run(0, "holds", "receipt", "verify", "--key", pin, old, between);
    run(0, "recorded as entry", ledger("end-overlap", "--reason", "all have it", "--forget"));
    Path young = receipt("young.json");
    Path keys = keys("keys");
    run(0, "holds", "receipt", "verify", "--key", keys, "--pin", pin, old, between, young);
    run(1, "WRONG_KEY", "receipt", "verify", "--key", pin, young);
    assertThat(hub.settings().dataDirectory().resolve("ledger.key"))
        .content()
        .isEqualTo(ledger.keys());

    run(
        0,
        "3 kept: each is under a tree that is a beginning",
        ledger("fsck", "--against", old, between, young, "--ledger-key", keys, "--pin", pin));
    Path data = hub.settings().dataDirectory();
    run(0, "1 kept:", ledger("fsck", "--against", old, "--data", data));
    run(0, "forget", ledger("rotate-key", "--at-once", "--reason", "stolen", "--forget"));
    run(0, "recorded as entry", ledger("forget-keys", "--reason", "no longer needed"));
    run(0, "holds", "receipt", "verify", "--key", keys("keys"), "--pin", pin, old, young);
    Path broken =
        Files.writeString(
            folder.resolve("broken"), Files.readString(keys).replaceFirst("\nsize ", "\nsize 1"));
    run(1, "BROKEN_KEY_CHAIN", "receipt", "verify", "--key", broken, old);
    run(1, "BROKEN_KEY_CHAIN", ledger("fsck", "--against", old, "--ledger-key", broken));
    Path stranger =
        Files.writeString(
            folder.resolve("stranger"),
            LedgerKeys.of(
                    new io.tongban.ledger.note.NoteSigner(
                            ledger.keys().split("\\+")[0], new byte[32])
                        .verifierKey())
                .format());
    run(1, "BROKEN_KEY_CHAIN", "receipt", "verify", "--key", keys, "--pin", stranger, old);
    run(1, "WRONG_KEY", ledger("fsck", "--against", old, "--ledger-key", stranger));
  }

  @Test
  void aReceiptOfAnotherHistoryIsNamed() throws IOException {
    open();
    String origin = ledger.keys().split("\\+")[0];
    receipt("first.json");
    var thief = new io.tongban.ledger.note.NoteSigner(origin, new byte[32]);
    String fork =
        thief.sign(io.tongban.ledger.Checkpoint.of(origin, 1, new byte[32]).text()).format();
    Path kept = Files.writeString(folder.resolve("fork"), fork);
    Path key = Files.writeString(folder.resolve("thief"), thief.verifierKey() + "\n");
    // the hub's own head is not signed with that key: two who call themselves by one name
    run(
        1,
        "CONTRADICTED at entry 0: the log's checkpoint",
        ledger("fsck", "--against", kept, "--ledger-key", key));
  }
}
