/** Writes the documentation that comes from the data, and fails when it is stale. */
@NullMarked
package dev.parkway.tcp.docs;

import org.jspecify.annotations.NullMarked;
