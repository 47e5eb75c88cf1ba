package io.tongban.connectors.mapping;

/**
 * Why a row is not accepted.
 *
 * @param reason code for counting
 * @param item the item it failed on, or null
 * @param message what is wrong and what to do
 */
public record Rejection(String reason, String item, String message) {}
