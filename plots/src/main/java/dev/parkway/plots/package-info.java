/** Pictures of measurements, as SVG that can be read on light and on dark. */
@NullMarked
package dev.parkway.plots;

import org.jspecify.annotations.NullMarked;
