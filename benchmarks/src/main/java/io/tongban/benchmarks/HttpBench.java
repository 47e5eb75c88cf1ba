package io.tongban.benchmarks;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Whole authorised calls of a data service over HTTP: token and DPoP proof checked, policy asked,
 * three sources on PostgreSQL looked up, receipt durable.
 */
final class HttpBench {
  private HttpBench() {}

  static void run(Report report, Path home, LookupWorld world, boolean quick) throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("bench").generate();
    try (HubUnderLoad hub = HubUnderLoad.start(home)) {
      hub.apply(world.definitions(key.toPublicJWK().toJSONString()));
      HttpLoad load = new HttpLoad(hub.url(), calls -> requests(hub, key, calls)).warm();
      int portions = quick ? 1 : 4;
      report.floor("http_per_s", load.perSecond(portions), "1/s", HttpLoad.PER_SECOND);
      double[] millis = load.paced(portions);
      report.figure("http_p50_ms", millis[millis.length / 2], "ms");
      report.ceiling("http_p99_ms", millis[millis.length * 99 / 100], "ms", 50);
    }
  }

  private static List<byte[]> requests(HubUnderLoad hub, ECKey key, int calls) throws Exception {
    URI service = hub.url().resolve("/v1/services/" + LookupWorld.LOOKUP);
    String token = hub.token("bench", key);
    Random random = new Random();
    List<byte[]> requests = new ArrayList<>(calls);
    for (int i = 0; i < calls; i++) {
      String body =
          "{\"purpose\":\"bench\",\"parameters\":{\"id\":\""
              + LookupWorld.key(random.nextInt(LookupWorld.ROWS))
              + "\"}}";
      requests.add(HttpLoad.post(service, key, token, body));
    }
    return requests;
  }
}
