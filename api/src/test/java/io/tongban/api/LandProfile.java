package io.tongban.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/**
 * A hub of its own for tests that declare and load much, so that others may count what they see.
 */
public class LandProfile implements QuarkusTestProfile {
  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(HubUnderTest.class));
  }

  @Override
  public boolean disableGlobalTestResources() {
    return true;
  }
}
