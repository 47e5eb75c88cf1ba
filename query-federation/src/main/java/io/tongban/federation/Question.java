package io.tongban.federation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is asked, for which purpose: ad hoc SQL or a declared data service. */
public sealed interface Question {
  /** Name of a Purpose, or null, which the judge refuses. */
  String purpose();

  /** The case it is needed for, or null. */
  String caseReference();

  /**
   * Ad hoc SQL.
   *
   * @param sql one SELECT; {@code ?} are parameters
   * @param parameters their values, nulls included
   */
  record Sql(String sql, List<Object> parameters, String purpose, String caseReference)
      implements Question {
    public Sql {
      Objects.requireNonNull(sql);
      parameters =
          parameters == null
              ? List.of()
              : Collections.unmodifiableList(new ArrayList<>(parameters));
    }
  }

  /**
   * A call of a data service.
   *
   * @param service name of its definition
   * @param parameters by name, as text or as the declared Java type, nulls included
   */
  record Call(String service, Map<String, Object> parameters, String purpose, String caseReference)
      implements Question {
    public Call {
      Objects.requireNonNull(service);
      parameters =
          parameters == null
              ? Map.of()
              : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }
}
