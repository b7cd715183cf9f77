package io.github.azuredevicecode.page;

import java.time.Clock;

/**
 * The values that all parts of one response share.
 *
 * @param application the application as its users know it
 * @param path the path of the page as the browser knows it
 * @param csrf the field that proves a form to be ours
 * @param clock tells the time and its zone
 */
record PageContext(String application, String path, Html csrf, Clock clock) {
}
