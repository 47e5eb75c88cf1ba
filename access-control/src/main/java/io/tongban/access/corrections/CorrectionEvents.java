package io.tongban.access.corrections;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.CallbackSpec;
import io.tongban.access.ClientSpec;
import io.tongban.access.Correction;
import io.tongban.access.Outbox;
import io.tongban.access.corrections.CorrectionStore.Party;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What departments' systems are told of corrections: that there is one, of which resource, and the
 * ledger's entries. Key, field and reason are fetched by the client's own GET.
 */
@ApplicationScoped
class CorrectionEvents {
  static final String REQUESTED = "urn:tongban:event:correction-requested";
  static final String DECIDED = "urn:tongban:event:correction-decided";

  private final Definitions definitions;

  @Inject
  CorrectionEvents(Definitions definitions) {
    this.definitions = definitions;
  }

  /** That a correction was asked for, to everyone whom it concerns. */
  List<Outbox.Event> requested(UUID id, String resource, UUID entry, Collection<Party> parties) {
    return parties.stream()
        .flatMap(
            party -> {
              ObjectNode content = content(id, resource, entry);
              if (party.newestUse() != null) {
                content.put("use", party.newestUse().toString());
              }
              return callbacks(party.department()).stream()
                  .map(callback -> event(id, REQUESTED, callback, content));
            })
        .toList();
  }

  /** That it was decided. */
  List<Outbox.Event> decided(
      Correction correction, Correction.State state, UUID entry, Collection<String> departments) {
    ObjectNode content =
        content(correction.id(), correction.resource(), entry)
            .put("state", state.name().toLowerCase(Locale.ROOT));
    return departments.stream()
        .flatMap(department -> callbacks(department).stream())
        .map(callback -> event(correction.id(), DECIDED, callback, content))
        .toList();
  }

  private static ObjectNode content(UUID id, String resource, UUID entry) {
    return CanonicalJson.mapper()
        .createObjectNode()
        .put("correction", id.toString())
        .put("resource", resource)
        .put("entry", entry.toString());
  }

  private static Outbox.Event event(
      UUID id, String type, Definition<CallbackSpec> callback, ObjectNode content) {
    return new Outbox.Event(id, type, callback.name(), callback.spec().client(), content);
  }

  /** Of all clients that act for a department. */
  private List<Definition<CallbackSpec>> callbacks(String department) {
    return definitions.all(CallbackSpec.class).stream()
        .filter(callback -> callback.spec().tellsCorrections())
        .filter(
            callback ->
                definitions
                    .find(ClientSpec.class, callback.spec().client())
                    .filter(client -> client.spec().department().equals(department))
                    .isPresent())
        .toList();
  }
}
