package io.tongban.federation;

import java.util.List;

/**
 * A source whose part of an answer is missing, where the caller allowed that.
 *
 * @param source name of the Source
 * @param resources resources of it that the question reads
 * @param why code of the problem, for example {@code source-unreachable}
 */
public record MissingSource(String source, List<String> resources, String why) {
  public MissingSource {
    resources = List.copyOf(resources);
  }
}
