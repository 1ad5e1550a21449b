/// An axis of choices, each at the middle of its part.
struct ChoiceScale: Scale {
  private let choices: [String]

  /// An axis of choices; a value is the index of one.
  init(_ choices: [String]) { self.choices = choices }

  func fraction(_ value: Double) -> Double {
    guard !choices.isEmpty, value.isFinite else { return 0 }
    return min(max((value + 0.5) / Double(choices.count), 0), 1)
  }

  func ticks(count: Int) -> [Tick] {
    // The names of neighbours must not touch: a tick has about nine letters of room.
    let letters = max(3, 9 * max(count, 1) / max(choices.count, 1))
    let stride = max(1, (choices.count + 11) / 12)
    return choices.indices.filter { $0.isMultiple(of: stride) }.map {
      Tick(value: Double($0), label: choices[$0].shortened(to: letters))
    }
  }
}
