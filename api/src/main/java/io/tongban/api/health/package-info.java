/** Whether the hub can serve, for load balancers and operators. */
package io.tongban.api.health;
