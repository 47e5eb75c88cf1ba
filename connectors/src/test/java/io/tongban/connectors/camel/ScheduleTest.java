package io.tongban.connectors.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void durationsAndCron() {
    assertThat(Schedule.parse("15m").orElseThrow().every()).isEqualTo(Duration.ofMinutes(15));
    assertThat(Schedule.parse("1d").orElseThrow().every()).isEqualTo(Duration.ofDays(1));
    assertThat(Schedule.parse("PT2H").orElseThrow().every()).isEqualTo(Duration.ofHours(2));
    assertThat(Schedule.parse("0 0/15 * * * ?").orElseThrow().cron()).isEqualTo("0 0/15 * * * ?");
    assertThat(Schedule.parse("0 0 25 * * ?")).isEmpty();
    assertThat(Schedule.parse("10ms")).isEmpty();
    assertThat(Schedule.parse("-5m")).isEmpty();
    assertThat(Schedule.parse("soon")).isEmpty();
  }
}
