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

  /// A point drawn uniformly among those that are allowed: each axis by itself, where it is there.
  ///
  /// Where hardly any point is allowed it may be one that is not.
  public func randomPoint(using random: inout RandomSource) -> Point {
    var point: Point = []
    for _ in 0..<(space.restrictions.isEmpty ? 1 : 1000) {
      point = completed(Point(repeating: .nan, count: dimension)) { randomPosition(on: $0, using: &random) }
      if allows(point) { break }
    }
    return point
  }

  /// Whether the values at a point keep the space's restrictions.
  public func allows(_ point: Point) -> Bool {
    space.restrictions.allSatisfy { restriction in
      restriction.holds { name in
        guard let axis = indexByName[name], !point[axis].isNaN else { return nil }
        return axes[axis].value(at: point[axis])
      }
    }
  }

  /// A point that is allowed, near one that may not be.
  ///
  /// - Parameters:
  ///   - point: Positions, which may lie anywhere; those missing are drawn.
  ///   - held: Positions to keep, NaN where there is none.
  /// - Throws: ``SearchError/space(_:remedy:)`` if none is found.
  public func nearestAllowed(
    to point: Point, holding held: Point, using random: inout RandomSource
  ) throws(SearchError) -> Point {
    func moved(by radius: Double) -> Point {
      let start = axes.indices.map { axis in
        held[axis].isNaN ? shifted(point[axis], on: axis, by: radius, using: &random) : held[axis]
      }
      return completed(start) { randomPosition(on: $0, using: &random) }
    }
    let unmoved = moved(by: 0)
    if allows(unmoved) { return unmoved }
    for radius in [0.01, 0.03, 0.1, 0.3, 1, 1] {
      var nearest: (distance: Double, point: Point)?
      for _ in 0..<500 {
        let candidate = moved(by: radius)
        let distance = self.distance(candidate, unmoved)
        if distance < nearest?.distance ?? .infinity, allows(candidate) { nearest = (distance, candidate) }
      }
      if let nearest { return nearest.point }
    }
    throw .space(
      "hardly any values keep the constraints on the parameters: none was found",
      remedy: "Loosen them, or narrow the parameters' bounds to where they hold.")
  }

  private func shifted(
    _ position: Double, on axis: Int, by radius: Double, using random: inout RandomSource
  ) -> Double {
    guard radius > 0, !position.isNaN else { return position }
    if axes[axis].isCategorical {
      return random.uniform() < radius ? randomPosition(on: axis, using: &random) : position
    }
    return position + (2 * random.uniform() - 1) * radius
  }

  /// The sum over axes of how far two points differ: 1 where a category, or whether the axis is there, does.
  public func distance(_ first: Point, _ second: Point) -> Double {
    axes.indices.reduce(0) { sum, axis in
      let (one, other) = (first[axis], second[axis])
      if one.isNaN || other.isNaN { return sum + (one.isNaN == other.isNaN ? 0 : 1) }
      return sum + (axes[axis].isCategorical ? (one == other ? 0 : 1) : abs(one - other))
    }
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
