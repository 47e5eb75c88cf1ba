/** What citizens' wallets and anybody who verifies offline talk to: public protocols only. */
package io.tongban.api.citizen;
