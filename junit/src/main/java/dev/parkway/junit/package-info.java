/**
 * Drives threads, processes and containers past named points in the order that a test states.
 *
 * <p>All of it is stable: within a major version, and before 1.0 within a minor one, what compiled and linked goes
 * on to do so.
 */
@NullMarked
package dev.parkway.junit;

import org.jspecify.annotations.NullMarked;
