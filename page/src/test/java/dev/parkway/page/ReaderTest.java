package dev.parkway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReaderTest {

    @Test
    void tell_readerThatIsSlow_isToldToReadAnewAndThenWhatFollows() throws InterruptedException {
        Reader reader = new Reader();
        for (int i = 0; i < 17; i++) {
            reader.tell(new Event("changes", "{}"));
        }
        reader.tell(new Event("summary", "{}"));
        assertThat(reader.next(Duration.ZERO)).extracting(Event::name).isEqualTo("reload");
        assertThat(reader.next(Duration.ZERO)).extracting(Event::name).isEqualTo("summary");
        assertThat(reader.next(Duration.ZERO)).isNull();
    }

    @Test
    void tell_endToAReaderThatIsSlow_getsThrough() throws InterruptedException {
        Reader reader = new Reader();
        for (int i = 0; i < 16; i++) {
            reader.tell(new Event("changes", "{}"));
        }
        reader.tell(new Event("end", "{}"));
        assertThat(reader.next(Duration.ZERO)).extracting(Event::name).isEqualTo("end");
        assertThat(reader.next(Duration.ZERO)).isNull();
    }
}
