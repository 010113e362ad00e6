/** Tests of the example. */
@NullMarked
package dev.parkway.examples.commit;

import org.jspecify.annotations.NullMarked;
