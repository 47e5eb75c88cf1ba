package io.tongban.hub.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Who this node is. The name lives in the data directory, so that after a crash a node knows its
 * own leftovers and need not wait until their leases run out. A lock on the file makes sure that it
 * is one node's name; who finds it locked is somebody else, and new.
 */
final class NodeIdentity implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(NodeIdentity.class);
  private final FileChannel channel;
  private final String name;
  private final String boot = UUID.randomUUID().toString();

  private NodeIdentity(FileChannel channel, String name) {
    this.channel = channel;
    this.name = name;
  }

  static NodeIdentity in(Path dataDirectory) {
    try {
      Files.createDirectories(dataDirectory);
      return locked(
          FileChannel.open(
              dataDirectory.resolve("node"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      LOG.warn("the node's name cannot be kept: leftovers wait for their leases", e);
      return fresh();
    }
  }

  private static NodeIdentity locked(FileChannel channel) throws IOException {
    FileLock lock = lock(channel);
    if (lock == null) {
      channel.close();
      return fresh();
    }
    byte[] known = new byte[36];
    int read = channel.read(java.nio.ByteBuffer.wrap(known), 0);
    if (read == known.length) {
      return new NodeIdentity(channel, new String(known, StandardCharsets.US_ASCII));
    }
    String name = UUID.randomUUID().toString();
    channel.write(java.nio.ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)), 0);
    channel.force(true);
    return new NodeIdentity(channel, name);
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException anotherHubInThisProcess) {
      return null;
    }
  }

  private static NodeIdentity fresh() {
    return new NodeIdentity(null, UUID.randomUUID().toString());
  }

  /** Same after a restart. */
  String name() {
    return name;
  }

  /** Another after a restart; begins with {@link #name()}. */
  String incarnation() {
    return name + ":" + boot;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("the node's name file did not close", e);
    }
  }
}
