package io.tongban.access.events;

import io.tongban.access.CallbackSpec;
import io.tongban.access.ClientSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.SourceSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code kind: Callback}. */
@ApplicationScoped
class CallbackKind implements DefinitionKind<CallbackSpec> {
  /** Path and query (RFC 3986), without a fragment. */
  private static final Pattern PATH =
      Pattern.compile("/([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2}){0,499}");

  private static final int LISTED = 20;

  private static final Pattern STEP_UP = Pattern.compile("(?i)/(\\.|%2e)(\\.|%2e)?([/?]|$)");

  @Override
  public String kind() {
    return "Callback";
  }

  @Override
  public Class<CallbackSpec> specType() {
    return CallbackSpec.class;
  }

  @Override
  public void check(Definition<CallbackSpec> definition, DefinitionView view, FaultSink faults) {
    CallbackSpec spec = definition.spec();
    require(view, ClientSpec.class, "Client", "/spec/client", spec.client(), faults);
    require(view, SourceSpec.class, "Source", "/spec/source", spec.source(), faults);
    Optional<String> department =
        view.find(ClientSpec.class, spec.client()).map(client -> client.spec().department());
    view.find(SourceSpec.class, spec.source())
        .ifPresent(source -> receiver(spec, source.spec(), department, faults));
    String path = spec.path();
    if (path != null && (!PATH.matcher(path).matches() || STEP_UP.matcher(path).find())) {
      faults.fault(
          "/spec/path",
          "it is no path below the Source's URL",
          "write a path that begins with /, at most 500 characters, without . and .. as steps and"
              + " without a fragment");
    }
  }

  private static <T> void require(
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
              + view.all(type).stream().map(Definition::name).limit(LISTED).toList());
    }
  }

  private static void receiver(
      CallbackSpec spec, SourceSpec source, Optional<String> department, FaultSink faults) {
    if (source.http() == null) {
      faults.fault(
          "/spec/source",
          "nothing can be posted to the Source " + spec.source() + ", which is no web service",
          "name a Source with http");
    }
    if (department.filter(own -> !own.equals(source.department())).isPresent()) {
      faults.fault(
          "/spec/source",
          "the Source "
              + spec.source()
              + " belongs to the department "
              + source.department()
              + ", and the Client "
              + spec.client()
              + " to "
              + department.get(),
          "name a Source of the client's own department");
    }
  }
}
