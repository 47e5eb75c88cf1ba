package io.tongban.certificates.present;

import io.tongban.certificates.Presentations.Presented;

/**
 * A certificate in a wallet's response, looked over.
 *
 * @param presentation as it came
 * @param held whether issuer and holder proved themselves, so that it counts as an answer
 * @param shown what the counter gets of it
 */
record Answer(String presentation, boolean held, Presented shown) {}
