import LatheCore

/// A place in a search space: the position on each parameter's ``Axis``, NaN for parameters that are not there.
public typealias Point = [Double]

/// A search space as samplers see it: axes, and which of them are there at a point.
public struct EncodedSpace: Sendable {
  /// When an axis is there.
  private struct Condition: Sendable {
    let parent: Int
    /// Indices of the parent's values.
    let allowed: Set<Int>
  }

  /// The parameters.
  public let space: SearchSpace
  /// The parameters' axes, in the same order; each stands after those on which it depends.
  public let axes: [Axis]
  /// Whether some parameters are not always there.
  public let isConditional: Bool
  private let conditions: [[Condition]]
  private let indexByName: [String: Int]

  /// The space as axes.
  public init(_ space: SearchSpace) {
    self.space = space
    let axes = space.parameters.map { Axis($0.domain) }
    let indexByName = Dictionary(uniqueKeysWithValues: space.parameters.enumerated().map { ($1.name, $0) })
    self.axes = axes
    self.indexByName = indexByName
    conditions = space.parameters.map { parameter in
      parameter.conditions.compactMap { condition in
        // The space has checked that parents exist and have the values.
        guard let parent = indexByName[condition.parent] else { return nil }
        let allowed = condition.values.compactMap {
          axes[parent].position(of: $0).map(axes[parent].index(at:))
        }
        return Condition(parent: parent, allowed: Set(allowed))
      }
    }
    isConditional = conditions.contains { !$0.isEmpty }
  }

  /// The number of axes.
  public var dimension: Int { axes.count }

  /// The axis of a parameter.
  public func axisIndex(named name: String) -> Int? { indexByName[name] }

  /// The domain of a parameter.
  public func domain(of name: String) -> ParameterDomain? { indexByName[name].map { axes[$0].domain } }

  /// The parents of an axis, of which it is there only with certain values.
  public func parents(of axis: Int) -> [Int] { conditions[axis].map(\.parent) }

  /// Whether an axis is there, given the positions on the axes before it.
  @inlinable
  public func isActive(_ axis: Int, at point: Point) -> Bool {
    hasNoCondition(axis) || conditionsHold(axis, at: point)
  }

  @usableFromInline
  func hasNoCondition(_ axis: Int) -> Bool { conditions[axis].isEmpty }

  @usableFromInline
  func conditionsHold(_ axis: Int, at point: Point) -> Bool {
    conditions[axis].allSatisfy { condition in
      let position = point[condition.parent]
      return !position.isNaN && condition.allowed.contains(axes[condition.parent].index(at: position))
    }
  }

  /// A point in which every axis that is there has the position of a value, and the others have none.
  ///
  /// - Parameters:
  ///   - point: Positions, which may lie anywhere.
  ///   - fill: Gives the position on an axis that is there but has none in `point`.
  public func completed(_ point: Point, fill: (Int) -> Double) -> Point {
    var result = point
    for axis in axes.indices {
      if isActive(axis, at: result) {
        result[axis] = axes[axis].snapped(result[axis].isNaN ? fill(axis) : result[axis])
      } else {
        result[axis] = .nan
      }
    }
    return result
  }

  /// A point drawn uniformly: each axis by itself, where it is there.
  public func randomPoint(using random: inout RandomSource) -> Point {
    completed(Point(repeating: .nan, count: dimension)) { randomPosition(on: $0, using: &random) }
  }

  /// A position drawn uniformly, on one axis.
  public func randomPosition(on axis: Int, using random: inout RandomSource) -> Double {
    let position = random.uniform()
    if case .categorical(let count) = axes[axis].kind { return (position * Double(count)).rounded(.down) }
    return axes[axis].snapped(position)
  }

  /// The values at a point.
  public func assignment(at point: Point) -> [String: ParameterValue] {
    var values: [String: ParameterValue] = [:]
    values.reserveCapacity(axes.count)
    for (index, position) in point.enumerated() where !position.isNaN {
      values[space.parameters[index].name] = axes[index].value(at: position)
    }
    return values
  }

  /// The point of an assignment: no position for parameters that it lacks or that have a value outside their domain.
  public func point(of assignment: [String: ParameterValue]) -> Point {
    space.parameters.indices.map { index in
      assignment[space.parameters[index].name].flatMap(axes[index].position(of:)) ?? .nan
    }
  }

  /// The number of different points; `nil` where there are infinitely many or more than `limit`.
  public func count(limit: Int) -> Int? {
    guard axes.allSatisfy({ $0.count != nil }) else { return nil }
    var total = 0
    func visit(_ axis: Int, _ point: inout Point) -> Bool {
      guard axis < dimension else {
        total += 1
        return total <= limit
      }
      guard isActive(axis, at: point), let count = axes[axis].count else {
        point[axis] = .nan
        return visit(axis + 1, &point)
      }
      for index in 0..<count {
        point[axis] = axes[axis].position(ofIndex: index)
        guard visit(axis + 1, &point) else { return false }
      }
      return true
    }
    var point = Point(repeating: .nan, count: dimension)
    return visit(0, &point) ? total : nil
  }
}
