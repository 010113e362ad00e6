/** Reads what the services print of connections, for the checker. */
@NullMarked
package dev.parkway.tcp.check;

import org.jspecify.annotations.NullMarked;
