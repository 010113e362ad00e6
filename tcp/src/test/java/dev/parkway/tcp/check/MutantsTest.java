package dev.parkway.tcp.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MutantsTest {

    @Test
    void check_everyMutant_isCaughtUnlessARunBeginsLikeIt() {
        assertThat(Mutation.misjudged()).isEmpty();
        assertThat(Mutation.tallies()).hasSameSizeAs(Mutants.Kind.values());
    }

    @Test
    void check_mutantsThatNoLegalRunCanBe_areAllCaught() {
        assertThat(Mutation.tallies()).hasEntrySatisfying("change a record's cause",
                tally -> assertThat(tally.caught()).isEqualTo(tally.made()).isPositive());
        assertThat(Mutation.tallies()).hasEntrySatisfying("swap two sightings",
                tally -> assertThat(tally.conforming()).as("free orders").isPositive());
    }
}
