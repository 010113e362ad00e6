/** A health check that starts in a blink: gRPC's health call, spoken with nothing but java.base. */
@NullMarked
package dev.parkway.probe;

import org.jspecify.annotations.NullMarked;
