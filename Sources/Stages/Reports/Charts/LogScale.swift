import Foundation

/// An axis on which equal distances are equal ratios.
struct LogScale: Scale {
  private let exponents: LinearScale

  /// The axis from `lower` to `upper`; `nil` unless both are positive and finite.
  init?(_ lower: Double, _ upper: Double) {
    guard lower > 0, upper > 0, lower.isFinite, upper.isFinite else { return nil }
    exponents = LinearScale(log10(lower), log10(upper))
  }

  func fraction(_ value: Double) -> Double {
    value > 0 ? exponents.fraction(log10(value)) : 0
  }

  func ticks(count: Int) -> [Tick] {
    let decades = exponents.upper - exponents.lower
    let multiples: [Double] = decades > Double(count) * 0.7 ? [1] : decades > 1.2 ? [1, 3] : [1, 2, 5]
    let stride = max(1, Int((decades / Double(max(count, 1))).rounded(.up)))
    let first = Int(exponents.lower.rounded(.down))
    let last = Int(exponents.upper.rounded(.up))
    var ticks: [Tick] = []
    for exponent in first...last where exponent.isMultiple(of: stride) {
      for multiple in multiples {
        let value = multiple * pow(10, Double(exponent))
        let place = log10(value)
        guard place >= exponents.lower - 1e-9, place <= exponents.upper + 1e-9 else { continue }
        ticks.append(Tick(value: value, label: Self.label(value)))
      }
    }
    return ticks
  }

  private static func label(_ value: Double) -> String {
    for (limit, suffix) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k")]
    where value >= limit * 0.999 && value < 1e15 {
      return NumberText.plain(value / (suffix == "k" ? 1e3 : limit), digits: 2) + suffix
    }
    return NumberText.plain(value, digits: 2)
  }
}
