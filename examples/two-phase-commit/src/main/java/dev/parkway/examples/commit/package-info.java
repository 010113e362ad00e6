/** Two-phase commit: a protocol of one's own, walked by two processes hand in hand, drawn and checked. */
@NullMarked
package dev.parkway.examples.commit;

import org.jspecify.annotations.NullMarked;
