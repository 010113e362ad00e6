/** Keeps what recent connections did, shows it over gRPC, and carries it between the two processes. */
@NullMarked
package dev.parkway.inspection;

import org.jspecify.annotations.NullMarked;
