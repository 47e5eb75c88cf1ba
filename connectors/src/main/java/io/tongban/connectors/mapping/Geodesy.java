package io.tongban.connectors.mapping;

import java.util.List;

/**
 * Coordinates in the systems that Chinese maps use: WGS-84 of satellites, GCJ-02 that the law
 * demands of maps, BD-09 of one provider. GCJ-02 is not published; this is the reconstruction that
 * all open implementations share, exact to some decimetres against maps. The way back is found by
 * iteration, to {@value #TOLERANCE} degrees (a tenth of a millimetre) of the way there. Outside of
 * China's bounding box the systems are one.
 */
public final class Geodesy {
  /** The systems, as connectors name them. */
  public static final List<String> SYSTEMS = List.of("WGS-84", "GCJ-02", "BD-09");

  /** Of the way there and back, in degrees. */
  public static final double TOLERANCE = 1e-9;

  private static final double AXIS = 6378245.0;
  private static final double ECCENTRICITY = 0.00669342162296594323;
  private static final double BAIDU = Math.PI * 3000.0 / 180.0;
  private static final int MOST_STEPS = 60;

  private Geodesy() {}

  /** A place in degrees. */
  public record Point(double longitude, double latitude) {
    /** Whether it is one on the Earth. */
    public boolean sound() {
      return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
    }
  }

  /** The place in another system. */
  public static Point convert(Point point, String from, String to) {
    if (from.equals(to)) {
      return point;
    }
    Point gcj =
        switch (from) {
          case "WGS-84" -> gcjOfWgs(point);
          case "BD-09" -> inverse(point, Geodesy::bdOfGcj);
          default -> point;
        };
    return switch (to) {
      case "WGS-84" -> inverse(gcj, Geodesy::gcjOfWgs);
      case "BD-09" -> bdOfGcj(gcj);
      default -> gcj;
    };
  }

  private static boolean outside(Point point) {
    return point.longitude() < 72.004
        || point.longitude() > 137.8347
        || point.latitude() < 0.8293
        || point.latitude() > 55.8271;
  }

  private static Point gcjOfWgs(Point point) {
    if (outside(point)) {
      return point;
    }
    double x = point.longitude() - 105.0;
    double y = point.latitude() - 35.0;
    double radians = Math.toRadians(point.latitude());
    double magic = 1 - ECCENTRICITY * Math.sin(radians) * Math.sin(radians);
    double root = Math.sqrt(magic);
    double latitude = north(x, y) * 180.0 / (AXIS * (1 - ECCENTRICITY) / (magic * root) * Math.PI);
    double longitude = east(x, y) * 180.0 / (AXIS / root * Math.cos(radians) * Math.PI);
    return new Point(point.longitude() + longitude, point.latitude() + latitude);
  }

  private static double waves(double x) {
    return (20.0 * Math.sin(6.0 * x * Math.PI) + 20.0 * Math.sin(2.0 * x * Math.PI)) * 2.0 / 3.0;
  }

  private static double north(double x, double y) {
    double result =
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
    result += waves(x);
    result += (20.0 * Math.sin(y * Math.PI) + 40.0 * Math.sin(y / 3.0 * Math.PI)) * 2.0 / 3.0;
    return result
        + (160.0 * Math.sin(y / 12.0 * Math.PI) + 320.0 * Math.sin(y * Math.PI / 30.0)) * 2.0 / 3.0;
  }

  private static double east(double x, double y) {
    double result = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
    result += waves(x);
    result += (20.0 * Math.sin(x * Math.PI) + 40.0 * Math.sin(x / 3.0 * Math.PI)) * 2.0 / 3.0;
    return result
        + (150.0 * Math.sin(x / 12.0 * Math.PI) + 300.0 * Math.sin(x / 30.0 * Math.PI)) * 2.0 / 3.0;
  }

  private static Point bdOfGcj(Point point) {
    double x = point.longitude();
    double y = point.latitude();
    double radius = Math.sqrt(x * x + y * y) + 0.00002 * Math.sin(y * BAIDU);
    double angle = Math.atan2(y, x) + 0.000003 * Math.cos(x * BAIDU);
    return new Point(radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006);
  }

  /** The place whose image is the point: each step corrects by what the image is off. */
  private static Point inverse(Point image, java.util.function.UnaryOperator<Point> there) {
    Point guess = image;
    for (int i = 0; i < MOST_STEPS; i++) {
      Point reached = there.apply(guess);
      double east = image.longitude() - reached.longitude();
      double north = image.latitude() - reached.latitude();
      if (Math.abs(east) < TOLERANCE / 10 && Math.abs(north) < TOLERANCE / 10) {
        break;
      }
      guess = new Point(guess.longitude() + east, guess.latitude() + north);
    }
    return guess;
  }
}
