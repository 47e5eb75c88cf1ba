package io.tongban.hub;

/** Takes the faults a check finds; the kernel adds file, line and column from the pointer. */
public interface FaultSink {
  /**
   * Reports a fault.
   *
   * @param pointer JSON Pointer from the document's root, for example {@code /spec/items/2/element}
   * @param message what is wrong
   * @param fix what to write instead
   */
  void fault(String pointer, String message, String fix);
}
