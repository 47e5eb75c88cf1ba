package io.tongban.connectors.mapping;

import io.tongban.registry.CodeLists;
import io.tongban.registry.Registry;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * What mapping needs of the hub.
 *
 * @param today the day of the run
 * @param zone the hub's
 */
public record MappingContext(
    Registry registry,
    CodeLists codeLists,
    CrosswalkTables crosswalks,
    LocalDate today,
    ZoneId zone) {}
