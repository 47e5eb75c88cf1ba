package io.tongban.api.portal;

import io.tongban.certificates.ServiceItems.Item;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Annotated copies for print. */
record CopiesView(Item item, String caseReference, List<Row> copies, UUID receipt) {

  /**
   * One copy.
   *
   * @param until the copy's end, or null where there is none
   * @param jwt the signed copy, or null
   */
  record Row(CounterResult result, Instant until, String jwt) {}
}
