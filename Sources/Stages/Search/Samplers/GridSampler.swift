/// Every combination of values once, in an order in which early trials are spread over the space.
///
/// Continuous parameters are cut into as many values as asked for; separate values are all taken. Points that are the
/// same because a parameter is not there are taken once.
public struct GridSampler: Sampler {
  /// The most combinations a grid can have.
  public static let largestCount = 1_000_000

  /// Values of a continuous parameter, and the most of a separate numeric one.
  public var resolution: Int
  private var grid: (generation: Int, points: [Point])?

  /// A sampler that cuts continuous parameters into `resolution` values.
  public init(resolution: Int = 10) { self.resolution = max(resolution, 1) }

  /// `grid`.
  public var name: String { "grid" }

  /// The number of combinations.
  public mutating func capacity(_ request: SamplingRequest) throws(SearchError) -> Int? {
    try points(request).count
  }

  /// The next combination.
  public mutating func propose(_ request: SamplingRequest) throws(SearchError) -> Proposal {
    let points = try points(request)
    guard request.ordinal < points.count else {
      throw .space(
        "all \(points.count) combinations have been tried",
        remedy: "End the study, or choose a sampler that does not end.")
    }
    return Proposal(points[request.ordinal])
  }

  private mutating func points(_ request: SamplingRequest) throws(SearchError) -> [Point] {
    if let grid, grid.generation == request.generation { return grid.points }
    let points = try makePoints(request)
    grid = (request.generation, points)
    return points
  }

  private func makePoints(_ request: SamplingRequest) throws(SearchError) -> [Point] {
    let space = request.space
    let positions = space.axes.map { axis -> [Double] in
      guard let count = axis.count else {
        return resolution == 1 ? [0.5] : (0..<resolution).map { Double($0) / Double(resolution - 1) }
      }
      guard !axis.isCategorical, count > resolution else { return (0..<count).map(axis.position(ofIndex:)) }
      let cut = (0..<resolution).map { axis.snapped(Double($0) / Double(max(resolution - 1, 1))) }
      return cut.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
    let tooMany = SearchError.space(
      "the grid has more than \(Self.largestCount) combinations",
      remedy: "Lower its resolution, or choose another sampler.")
    // Parameters that are always there say it before millions of points are made.
    var least = 1
    for axis in space.axes.indices where space.parents(of: axis).isEmpty {
      least *= positions[axis].count
      guard least <= Self.largestCount else { throw tooMany }
    }
    var points: [Point] = []
    var point = Point(repeating: .nan, count: space.dimension)
    func visit(_ axis: Int) -> Bool {
      guard axis < space.dimension else {
        if space.allows(point) { points.append(point) }
        return points.count <= Self.largestCount
      }
      guard space.isActive(axis, at: point) else {
        point[axis] = .nan
        return visit(axis + 1)
      }
      return positions[axis].allSatisfy { position in
        point[axis] = position
        return visit(axis + 1)
      }
    }
    guard visit(0) else { throw tooMany }
    var random = SamplingRequest(space: space, number: 0, seed: request.seed).random(name)
    points.shuffle(using: &random)
    return points
  }
}
