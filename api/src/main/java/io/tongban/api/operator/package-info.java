/** What operators do over REST. */
package io.tongban.api.operator;
