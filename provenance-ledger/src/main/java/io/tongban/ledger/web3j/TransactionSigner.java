package io.tongban.ledger.web3j;

import org.web3j.crypto.RawTransaction;

/** Signs one account's transactions. */
interface TransactionSigner {
  /** The account, 0x hex in small letters. */
  String address();

  /** The signed bytes, ready to send. */
  byte[] sign(RawTransaction transaction, long chainId);
}
