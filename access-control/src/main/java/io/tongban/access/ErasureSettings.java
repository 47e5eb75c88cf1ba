package io.tongban.access;

import java.nio.file.Path;

/**
 * Where the journal of erasures lies, if not as {@code erasures} in the data folder.
 *
 * @param journal a file outside the database and its backups; all nodes of a hub share it
 */
public record ErasureSettings(Path journal) {}
