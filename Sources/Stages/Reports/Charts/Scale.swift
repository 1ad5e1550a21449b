/// Where values lie along an axis.
protocol Scale {
  /// The place of `value` as a fraction of the axis: 0 at its lower end, 1 at its upper; never outside.
  func fraction(_ value: Double) -> Double
  /// About `count` round values with their labels, in ascending order.
  func ticks(count: Int) -> [Tick]
}

/// A labelled place on an axis.
struct Tick: Equatable {
  let value: Double
  let label: String
}
