/** Figures for Prometheus, at {@code /q/metrics}. */
package io.tongban.api.metrics;
