package io.tongban.api.avatica;

import io.tongban.access.Actor;
import io.tongban.access.SharingAgreementSpec;
import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.federation.Question;
import io.tongban.federation.Readings;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.registry.Registry;
import io.tongban.registry.Resource;
import io.tongban.registry.SharingType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tables and columns a client may see for a purpose. The judge says which; it is asked only for
 * what the client's own data, unconditional sharing or an agreement may give, so that a tool that
 * lists tables does not fill the ledger with refusals.
 */
@ApplicationScoped
class GrantedTables {
  private final Definitions definitions;
  private final Registry registry;
  private final Readings readings;

  /** A table with the columns that exist for the client. */
  record Table(Resource resource, List<AnswerColumn> columns) {}

  @Inject
  GrantedTables(Definitions definitions, Registry registry, Readings readings) {
    this.definitions = definitions;
    this.registry = registry;
    this.readings = readings;
  }

  /** By name. */
  List<Table> of(Actor actor, String purpose, String caseReference) {
    Set<String> agreed = agreed(actor, purpose);
    List<Table> tables = new ArrayList<>();
    for (Resource resource : registry.resources()) {
      boolean likely =
          agreed.contains(resource.name())
              || resource.spec().provider().equals(actor.department())
              || resource.spec().sharing() == SharingType.UNCONDITIONAL;
      if (likely) {
        add(tables, actor, resource, purpose, caseReference);
      }
    }
    tables.sort(Comparator.comparing(table -> table.resource().sqlName()));
    return tables;
  }

  private void add(
      List<Table> tables, Actor actor, Resource resource, String purpose, String caseReference) {
    String sql = "SELECT * FROM \"" + resource.sqlName() + "\"";
    try {
      tables.add(
          new Table(
              resource,
              readings
                  .describe(actor, new Question.Sql(sql, List.of(), purpose, caseReference))
                  .columns()));
    } catch (ProblemException refused) {
      if (refused.problem().status() != 403) {
        throw refused;
      }
    }
  }

  private Set<String> agreed(Actor actor, String purpose) {
    Set<String> names = new HashSet<>();
    for (Definition<SharingAgreementSpec> agreement : definitions.all(SharingAgreementSpec.class)) {
      SharingAgreementSpec spec = agreement.spec();
      if (spec.recipient().equals(actor.department()) && spec.purposes().contains(purpose)) {
        names.addAll(spec.resources().keySet());
      }
    }
    return names;
  }
}
