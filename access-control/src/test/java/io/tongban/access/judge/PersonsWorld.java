package io.tongban.access.judge;

import io.tongban.access.Actor;
import io.tongban.access.Fixture;
import io.tongban.hub.test.TestHub;

/** Two resources about persons, which adur and nowhere may use with each person's consent. */
final class PersonsWorld {
  static final Actor ADUR = new Actor("adur-system", "adur", "GB-WSX");
  static final Actor NOWHERE = new Actor("nowhere-system", "nowhere", null);

  private static final String RESOURCES =
      """
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: persons, title: {zh: 人口, en: Persons}}
      spec:
        provider: food-agency
        sharing: CONDITIONAL
        items:
          - {name: number, element: text, required: true}
          - {name: person, element: text, title: {zh: 标识, en: Identifier}}
          - {name: name, element: text}
          - {name: phone, element: text}
        key: [number]
        subject: person
      ---
      apiVersion: tongban.io/v1
      kind: Resource
      metadata: {name: homes, title: {zh: 住所, en: Homes}}
      spec:
        provider: food-agency
        sharing: CONDITIONAL
        items:
          - {name: resident, element: text, required: true}
          - {name: address, element: text}
        key: [resident]
        subject: resident
      """;

  static final String TERMS =
      """
      persons:
        columns: [person, name, phone]
        masks: {phone: "partial(0,2)"}
        rows: "name <> :department OR name IS NULL"
      homes:
        columns: [resident, address]
      """;

  private PersonsWorld() {}

  static void open(TestHub hub) {
    Fixture.apply(hub, Fixture.WORLD, RESOURCES, agreement("adur"), agreement("nowhere"));
  }

  static String agreement(String recipient) {
    return Fixture.agreement(recipient + "-persons", TERMS)
        .replace("recipient: adur", "recipient: " + recipient)
        .replace("purposes: [inspection]", "purposes: [inspection, casework]\n  consent: true");
  }
}
