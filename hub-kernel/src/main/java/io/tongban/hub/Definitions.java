package io.tongban.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;

/**
 * The hub's definitions: what an operator declared. Reading is from memory and safe on a request
 * path.
 */
public interface Definitions extends DefinitionView {
  /**
   * Applies a set of files, whole or not at all. Idempotent: an unchanged definition is left alone.
   *
   * @param files YAML files and their attachments
   * @param dryRun check and report only
   * @throws ProblemException {@link HubProblem#DEFINITION_INVALID} with extension {@code faults}, a
   *     list of {@link Fault}, all of them at once
   */
  ApplyReport apply(Collection<DefinitionFile> files, boolean dryRun);

  /** The catalogue version; grows with every set that changed something. */
  long version();

  /**
   * What was declared at an earlier version of the catalogue, read from the database. Definitions
   * that their kind can no longer read are left out.
   *
   * @param catalogueVersion the version; a future one is as the present
   */
  DefinitionView at(long catalogueVersion);

  /**
   * The versions of the catalogue at which a definition was created or changed, oldest first; read
   * from the database.
   */
  <T> List<Long> changes(Class<T> spec, String name);

  /**
   * Takes up what another node of this hub applied, and fires {@link DefinitionsChanged} for it;
   * one cheap query when nothing did. The composition root calls it every few seconds.
   *
   * @return whether something had changed
   */
  boolean refresh();

  /** The kinds this hub knows. */
  List<DefinitionKind<?>> kinds();

  /** The JSON Schema (2020-12) of a whole document of that kind. */
  JsonNode schema(String kind);
}
