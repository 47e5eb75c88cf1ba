/** What is registered, in the forms of other tools: JSON Schema, Avro, SKOS, DCAT, CSV. */
package io.tongban.registry.exchange;
