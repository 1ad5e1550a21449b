import ArgumentParser
import AutoML
import LatheCore

/// A time on the command line: `90`, `60s`, `5m`, `1h`.
struct Seconds: ExpressibleByArgument {
  let value: Double

  init?(argument: String) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600]
    let unit = argument.last.flatMap { units[$0] }
    guard let number = Double(unit == nil ? argument[...] : argument.dropLast()) else { return nil }
    value = number * (unit ?? 1)
    // Three years; more is a slip of the hand.
    guard value > 0, value <= 1e8 else { return nil }
  }
}

/// An amount of memory on the command line: `500MB`, `4GB`, `1048576`.
struct ByteCount: ExpressibleByArgument {
  let value: Int

  init?(argument: String) {
    let units: [(suffix: String, factor: Double)] = [
      ("gb", 1e9), ("mb", 1e6), ("kb", 1e3), ("g", 1e9), ("m", 1e6), ("k", 1e3), ("b", 1), ("", 1),
    ]
    let text = argument.lowercased()
    guard let unit = units.first(where: { text.hasSuffix($0.suffix) }),
      let number = Double(text.dropLast(unit.suffix.count)), number > 0, number * unit.factor < 1e18
    else { return nil }
    value = Int(number * unit.factor)
  }
}

/// A constraint on the command line: `age:+` or `age:-`.
struct MonotoneConstraint: ExpressibleByArgument {
  let column: String
  let direction: Int

  init?(argument: String) {
    let directions = [":+": 1, ":-": -1]
    guard let direction = directions[String(argument.suffix(2))], argument.count > 2 else { return nil }
    column = String(argument.dropLast(2))
    self.direction = direction
  }
}

extension FitRequest.Preset: ExpressibleByArgument {}

extension PredictionTask: ExpressibleByArgument {}

extension RegressionLoss: ExpressibleByArgument {
  /// Reads `squared`, `absolute`, `quantile:0.9`, `poisson`, `tweedie:1.5`.
  public init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1)
    let number = parts.count == 2 ? Double(parts[1]) : nil
    switch (parts.first, number) {
    case ("squared", nil) where parts.count == 1: self = .squaredError
    case ("absolute", nil) where parts.count == 1: self = .absoluteError
    case ("poisson", nil) where parts.count == 1: self = .poisson
    case ("quantile", let level?) where level > 0 && level < 1: self = .quantile(level: level)
    case ("tweedie", let power?) where power >= 1 && power < 2: self = .tweedie(power: power)
    default: return nil
    }
  }
}
