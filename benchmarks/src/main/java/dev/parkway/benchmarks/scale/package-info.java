/** What connections cost the services over several servers, as a model that is fitted to measurements and checked. */
@NullMarked
package dev.parkway.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
