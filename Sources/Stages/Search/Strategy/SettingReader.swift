/// Takes the settings of a strategy one by one, each with its limits; what is never asked for is unknown.
struct SettingReader {
  private let strategy: String
  private let values: [String: ParameterValue]
  /// The settings that were asked for.
  private(set) var names: [String] = []

  /// The settings of a strategy.
  init(_ choice: StrategyChoice) {
    strategy = choice.name
    values = Dictionary(choice.settings.map { ($0.key.replacing("_", with: "-"), $0.value) }) { $1 }
  }

  /// A whole number of at least `least`; `nil` if it is not set.
  mutating func integer(_ name: String, atLeast least: Int) throws(SearchError) -> Int? {
    guard let value = take(name) else { return nil }
    guard let whole = value.double.flatMap({ Int(exactly: $0) }) else {
      throw problem(name, "\"\(value)\" is not a whole number", remedy: "Give at least \(least).")
    }
    guard whole >= least else {
      throw problem(name, "\(whole) is out of range", remedy: "Give at least \(least).")
    }
    return whole
  }

  /// A number within limits; `nil` if it is not set.
  mutating func number(_ name: String, in range: ClosedRange<Double>) throws(SearchError) -> Double? {
    guard let value = take(name) else { return nil }
    let remedy = "Give a number from \(range.lowerBound) to \(range.upperBound)."
    guard let number = value.double else {
      throw problem(name, "\"\(value)\" is not a number", remedy: remedy)
    }
    guard range.contains(number) else { throw problem(name, "\(number) is out of range", remedy: remedy) }
    return number
  }

  /// Yes or no; `nil` if it is not set.
  mutating func boolean(_ name: String) throws(SearchError) -> Bool? {
    guard let value = take(name) else { return nil }
    guard case .boolean(let isSet) = value else {
      throw problem(name, "\"\(value)\" is neither true nor false", remedy: nil)
    }
    return isSet
  }

  /// A whole number without which the strategy cannot be.
  mutating func needed(_ name: String, atLeast least: Int) throws(SearchError) -> Int {
    guard let value = try integer(name, atLeast: least) else {
      throw .setting("\(strategy) needs the setting \"\(name)\"", remedy: "Give at least \(least).")
    }
    return value
  }

  /// Checks that nothing is left over.
  func finish() throws(SearchError) {
    guard let unknown = values.keys.sorted().first(where: { !names.contains($0) }) else { return }
    throw .setting(
      "\(strategy) has no setting \"\(unknown)\"",
      remedy: names.isEmpty ? "Remove it: there are none." : "There are: \(names.joined(separator: ", ")).")
  }

  private mutating func take(_ name: String) -> ParameterValue? {
    names.append(name)
    return values[name]
  }

  private func problem(_ name: String, _ problem: String, remedy: String?) -> SearchError {
    .setting("the setting \"\(name)\" of \(strategy): \(problem)", remedy: remedy)
  }
}
