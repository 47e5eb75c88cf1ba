package io.tongban.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * What identifies this hub and where it lives. The composition root makes one bean of it.
 *
 * @param publicUrl where clients reach the hub, without a trailing slash
 * @param region code of the region the hub serves, for example {@code GB} or {@code 310000}
 * @param origin the name the ledger's checkpoints carry (C2SP tlog-checkpoint origin), for example
 *     {@code hub.example/ledger}
 * @param zone the zone that dates without one are read in
 * @param dataDirectory folder of the hub's own files: keys, H2 database, drop folders
 * @param databaseUrl JDBC URL of the hub's database, {@code jdbc:h2:…} or {@code
 *     jdbc:postgresql:…}, with its credentials in {@code user} and {@code password} parameters
 * @param exampleHub whether this is the example hub: demo identities, and sources on the hub's own
 *     machine (loopback), are allowed only then
 */
public record HubSettings(
    URI publicUrl,
    String region,
    String origin,
    ZoneId zone,
    Path dataDirectory,
    String databaseUrl,
    boolean exampleHub) {}
