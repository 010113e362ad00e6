/**
 * A one-token thread parker, and counted turns between two threads that stand on it.
 *
 * <p>All of it is stable: within a major version, and before 1.0 within a minor one, what compiled and linked goes
 * on to do so.
 */
@NullMarked
package dev.parkway.parker;

import org.jspecify.annotations.NullMarked;
