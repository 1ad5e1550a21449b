import Foundation

/// A parameter's domain as positions on a line of length one, in which samplers think.
///
/// Numbers lie at their place on their scale, separate ones in the middle of a cell that is theirs. The position of a
/// categorical value is the index of its choice, as `Double`.
public struct Axis: Sendable {
  /// What the positions mean.
  public enum Kind: Sendable, Hashable {
    /// Every position in [0, 1] is a value of its own.
    case continuous
    /// `count` cells in order.
    case ordered(count: Int)
    /// `count` choices; the position is the index.
    case categorical(count: Int)
  }

  /// What the positions mean.
  public let kind: Kind
  /// The domain.
  public let domain: ParameterDomain
  /// The ends of the line on the scale of the domain, half a cell beyond the first and the last of separate values.
  private let start: Double
  private let length: Double
  private let choiceIndex: [ParameterValue: Int]

  init(_ domain: ParameterDomain) {
    self.domain = domain
    var kind = Kind.continuous
    var bounds = (0.0, 1.0)
    var choices: [ParameterValue] = []
    switch domain {
    case .float(let low, let high, let scale, let step):
      if let step {
        let count = Int(((high - low) / step * (1 + 1e-12)).rounded(.down)) + 1
        kind = .ordered(count: count)
        bounds = (low - step / 2, low + (Double(count) - 0.5) * step)
      } else if low == high {
        kind = .ordered(count: 1)
      } else {
        bounds = scale == .logarithmic ? (log(low), log(high)) : (low, high)
      }
    case .integer(let low, let high, let scale, let step):
      let count = (high - low) / step + 1
      kind = .ordered(count: count)
      bounds = (Double(low) - Double(step) / 2, Double(low) + (Double(count) - 0.5) * Double(step))
      if scale == .logarithmic { bounds = (log(bounds.0), log(bounds.1)) }
    case .categorical(let values):
      kind = .categorical(count: values.count)
      choices = values
    case .ordinal(let values):
      kind = .ordered(count: values.count)
      choices = values
    case .boolean:
      kind = .categorical(count: 2)
      choices = [false, true]
    }
    self.kind = kind
    start = bounds.0
    length = bounds.1 - bounds.0
    choiceIndex = Dictionary(uniqueKeysWithValues: choices.enumerated().map { ($1, $0) })
  }

  /// The separate values there are; `nil` where they are continuous.
  public var count: Int? {
    switch kind {
    case .continuous: nil
    case .ordered(let count), .categorical(let count): count
    }
  }

  /// Whether the positions are indices of choices.
  public var isCategorical: Bool { if case .categorical = kind { true } else { false } }

  /// Whether there is one value only.
  public var isConstant: Bool { count == 1 }

  /// Whether whole numbers are spread by their ratios, so that cells have different widths.
  private var isLogarithmicInteger: Bool {
    if case .integer(_, _, .logarithmic, _) = domain { true } else { false }
  }

  /// The position of a value; `nil` if the domain does not have it.
  public func position(of value: ParameterValue) -> Double? {
    switch domain {
    case .float(let low, let high, let scale, let step):
      guard let number = value.double, number.isFinite else { return nil }
      if let step, let count {
        let index = ((number - low) / step).rounded()
        guard index >= 0, index < Double(count),
          abs(low + index * step - number) <= 1e-9 * max(abs(number), step)
        else { return nil }
        return (index + 0.5) / Double(count)
      }
      guard number >= low, number <= high else { return nil }
      if low == high { return 0.5 }
      return min(max(((scale == .logarithmic ? log(number) : number) - start) / length, 0), 1)
    case .integer(let low, let high, let scale, let step):
      guard let number = value.double, let whole = Int(exactly: number), whole >= low, whole <= high,
        (whole - low) % step == 0
      else { return nil }
      return ((scale == .logarithmic ? log(number) : number) - start) / length
    case .ordinal(let choices): return choiceIndex[value].map { (Double($0) + 0.5) / Double(choices.count) }
    case .categorical, .boolean: return choiceIndex[value].map(Double.init)
    }
  }

  /// The value at a position, which may lie anywhere: the nearest there is.
  public func value(at position: Double) -> ParameterValue {
    switch domain {
    case .float(let low, let high, let scale, let step):
      if let step { return .number(min(low + Double(index(at: position)) * step, high)) }
      if low == high { return .number(low) }
      let place = start + min(max(position, 0), 1) * length
      return .number(min(max(scale == .logarithmic ? exp(place) : place, low), high))
    case .integer(let low, _, _, let step): return .integer(low + index(at: position) * step)
    case .categorical(let choices), .ordinal(let choices): return choices[index(at: position)]
    case .boolean: return .boolean(index(at: position) == 1)
    }
  }

  /// The value nearest to a number within the bounds of a numeric domain.
  func nearest(to number: Double) -> ParameterValue {
    switch domain {
    case .float(_, _, .logarithmic, _), .integer(_, _, .logarithmic, _):
      value(at: (log(number) - start) / length)
    default: value(at: length > 0 ? (number - start) / length : 0)
    }
  }

  /// The index of the separate value whose cell holds a position; 0 where values are continuous.
  public func index(at position: Double) -> Int {
    guard let count else { return 0 }
    if isCategorical { return Int(min(max(position, 0), Double(count - 1))) }
    if isLogarithmicInteger, case .integer(let low, let high, _, _) = domain {
      let number = exp(start + min(max(position, 0), 1) * length).rounded()
      return Int(min(max(number, Double(low)), Double(high))) - low
    }
    return Int(min(max(position * Double(count), 0), Double(count - 1)))
  }

  /// The position of the separate value with an index.
  public func position(ofIndex index: Int) -> Double {
    guard let count else { return 0 }
    if isCategorical { return Double(index) }
    if isLogarithmicInteger, case .integer(let low, _, _, _) = domain {
      return (log(Double(low + index)) - start) / length
    }
    return (Double(index) + 0.5) / Double(count)
  }

  /// A position moved to that of the nearest value.
  public func snapped(_ position: Double) -> Double {
    count == nil ? min(max(position, 0), 1) : self.position(ofIndex: index(at: position))
  }

  /// The positions that belong to the separate value with an index.
  public func cell(ofIndex index: Int) -> ClosedRange<Double> {
    guard let count, !isCategorical else { return 0...1 }
    if isLogarithmicInteger, case .integer(let low, _, _, _) = domain {
      let middle = Double(low + index)
      return ((log(middle - 0.5) - start) / length)...((log(middle + 0.5) - start) / length)
    }
    return (Double(index) / Double(count))...(Double(index + 1) / Double(count))
  }
}
