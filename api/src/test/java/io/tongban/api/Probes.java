package io.tongban.api;

import io.tongban.access.AccessProblem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

/** Addresses that only tests have, to see how failures are answered. */
@Path("/test")
public class Probes {
  /** What is sent and comes back. */
  public record Echo(String name, Integer count) {}

  @POST
  @Path("echo")
  @Consumes(MediaType.APPLICATION_JSON)
  public Echo echo(Echo echo) {
    return echo;
  }

  @GET
  @Path("fail")
  public String fail() {
    throw new IllegalStateException("the password is hunter2");
  }

  @GET
  @Path("too-often")
  public String tooOften() {
    throw AccessProblem.RATE_EXCEEDED.problem("enough for now").with("retryAfter", 17L);
  }
}
