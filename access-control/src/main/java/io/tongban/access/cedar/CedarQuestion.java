package io.tongban.access.cedar;

import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import io.tongban.access.Actor;
import io.tongban.access.agreements.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A use in Cedar's terms. The principal is a {@code Client} in its {@code Department}; the resource
 * is a {@code Use} in every {@code Resource} it touches, each of them in the {@code Department}
 * that provides it. So {@code resource in Resource::"audits"} finds every use of the audits, and
 * {@code resource in Department::"food-agency"} every use of that agency's data.
 */
final class CedarQuestion {
  private static final EntityTypeName CLIENT = type("Client");
  private static final EntityTypeName DEPARTMENT = type("Department");
  private static final EntityTypeName ACTION = type("Action");
  private static final EntityTypeName USE = type("Use");
  private static final EntityTypeName RESOURCE = type("Resource");
  private static final String AD_HOC = "sql";

  private CedarQuestion() {}

  static AuthorizationRequest request(PolicyQuestion question) {
    return new AuthorizationRequest(
        client(question.actor()), action(question), use(question), context(question));
  }

  static Entities entities(PolicyQuestion question) {
    Actor actor = question.actor();
    EntityUID department = new EntityUID(DEPARTMENT, actor.department());
    Map<String, Value> attributes = new HashMap<>();
    attributes.put("department", department);
    if (actor.region() != null) {
      attributes.put("region", new PrimString(actor.region()));
    }
    Set<Entity> entities = new HashSet<>();
    entities.add(new Entity(client(actor), attributes, Set.of(department)));
    Set<EntityUID> touched = new HashSet<>();
    question
        .allowed()
        .terms()
        .forEach(
            (name, terms) -> {
              EntityUID resource = new EntityUID(RESOURCE, name);
              EntityUID provider = new EntityUID(DEPARTMENT, terms.provider());
              entities.add(new Entity(resource, Set.of(provider)));
              touched.add(resource);
            });
    entities.add(new Entity(use(question), touched));
    return new Entities(entities);
  }

  private static EntityUID client(Actor actor) {
    return new EntityUID(CLIENT, actor.client());
  }

  private static EntityUID action(PolicyQuestion question) {
    return new EntityUID(
        ACTION, question.action().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static EntityUID use(PolicyQuestion question) {
    return new EntityUID(USE, question.target() == null ? AD_HOC : question.target());
  }

  private static Map<String, Value> context(PolicyQuestion question) {
    Resolution.Allowed allowed = question.allowed();
    List<Value> columns = new ArrayList<>();
    List<Value> masked = new ArrayList<>();
    allowed
        .terms()
        .forEach(
            (name, terms) ->
                terms
                    .columns()
                    .forEach(
                        column ->
                            (terms.masks().containsKey(column) ? masked : columns)
                                .add(new PrimString(name + "." + column))));
    Map<String, Value> context = new HashMap<>();
    context.put("purpose", new PrimString(question.purpose()));
    context.put("caseGiven", new PrimBool(question.caseGiven()));
    context.put("basis", new PrimString(allowed.basis().kind()));
    if (allowed.basis().agreement() != null) {
      context.put("agreement", new PrimString(allowed.basis().agreement()));
    }
    context.put("columns", new CedarList(columns));
    context.put("masked", new CedarList(masked));
    context.put("date", new PrimString(question.day().toString()));
    context.put("hour", new PrimLong((long) question.hour()));
    return context;
  }

  private static EntityTypeName type(String name) {
    return EntityTypeName.parse(name).orElseThrow();
  }
}
