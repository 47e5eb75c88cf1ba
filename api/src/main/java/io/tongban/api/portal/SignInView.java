package io.tongban.api.portal;

/**
 * The sign-in page.
 *
 * @param next where to go afterwards, as a query parameter
 * @param staff whether staff can sign in
 * @param citizen whether citizens can sign in
 * @param notice {@code failed}, {@code expired}, {@code out} or null
 */
record SignInView(String next, boolean staff, boolean citizen, String notice) {}
