import Foundation

/// An axis on which equal distances are equal differences.
struct LinearScale: Scale {
  let lower: Double
  let upper: Double

  /// Values beyond this are drawn at it, so that differences stay finite.
  private static let bound = 1e300

  /// The axis from `lower` to `upper`; an empty or inverted range is widened around its middle.
  init(_ lower: Double, _ upper: Double) {
    let low = Self.bounded(lower)
    let high = Self.bounded(upper)
    let magnitude = max(abs(low), abs(high))
    if high - low > magnitude * 1e-9 {
      self.lower = low
      self.upper = high
    } else {
      let middle = low / 2 + high / 2
      let half = magnitude > 1e-290 ? magnitude * 0.5 : 0.5
      self.lower = middle - half
      self.upper = middle + half
    }
  }

  /// The axis that shows every finite value of `values`, its ends rounded outwards to ticks.
  init(covering values: some Sequence<Double>) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else {
      self.init(0, 1)
      return
    }
    let tight = LinearScale(low, high)
    let step = tight.step(count: 5)
    self.init(
      (tight.lower / step + 1e-9).rounded(.down) * step, (tight.upper / step - 1e-9).rounded(.up) * step)
  }

  func fraction(_ value: Double) -> Double {
    guard !value.isNaN else { return 0 }
    return min(max((Self.bounded(value) - lower) / (upper - lower), 0), 1)
  }

  /// One, two or five times a power of ten, whichever comes nearest to `count` intervals.
  func step(count: Int) -> Double {
    let raw = (upper - lower) / Double(max(count, 1))
    let exponent = log10(raw).rounded(.down)
    let power = pow(10, exponent)
    let error = raw / power
    // The geometric means of neighbours among 1, 2, 5, 10 are where the nearer one changes.
    let factor =
      error >= 50.0.squareRoot() ? 10.0 : error >= 10.0.squareRoot() ? 5 : error >= 2.0.squareRoot() ? 2 : 1
    return factor * power
  }

  func ticks(count: Int) -> [Tick] {
    let step = step(count: count)
    let first = (lower / step - 1e-9).rounded(.up)
    let last = (upper / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 1000 else { return [] }
    let largest = max(abs(first), abs(last)) * step
    return stride(from: first, through: last, by: 1).map { index in
      // Dividing by a whole power of ten rounds better than multiplying with a broken one: 0.3, not 0.30000000000000004.
      let inverse = (1 / step).rounded()
      let value = step < 1 && inverse < 1e15 ? index / inverse : index * step
      return Tick(value: value, label: Self.label(value, step: step, largest: largest))
    }
  }

  /// `value` with as many decimals as its neighbours need.
  private static func label(_ value: Double, step: Double, largest: Double) -> String {
    if value == 0 { return "0" }
    if largest >= 1e15 || largest < 1e-3 { return NumberText.scientific(value, digits: 3) }
    for (limit, suffix) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k")] where largest >= limit {
      let unit = suffix == "k" ? 1e3 : limit
      return NumberText.fixed(value / unit, decimals: decimals(step / unit)) + suffix
    }
    return NumberText.grouped(NumberText.fixed(value, decimals: decimals(step)))
  }

  private static func decimals(_ step: Double) -> Int {
    max(0, Int(-(log10(step) + 1e-9).rounded(.down)))
  }

  private static func bounded(_ value: Double) -> Double {
    value.isNaN ? 0 : min(max(value, -bound), bound)
  }
}
