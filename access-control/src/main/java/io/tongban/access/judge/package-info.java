/** The judge: decides, records refusals, settles. */
package io.tongban.access.judge;
