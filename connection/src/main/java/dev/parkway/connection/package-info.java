/** Runs a side's script in a state thread and records what really happened. */
@NullMarked
package dev.parkway.connection;

import org.jspecify.annotations.NullMarked;
