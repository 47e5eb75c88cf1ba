package io.tongban.registry;

/** Sharing types of a directory item (State Council 2016-51; Regulation 809). */
public enum SharingType {
  /** 无条件共享. */
  UNCONDITIONAL,
  /** 有条件共享. */
  CONDITIONAL,
  /** 不予共享: only on a law, regulation or State Council decision that is cited. */
  NOT_SHARED
}
