import Foundation
import LatheCore

/// Finds the point at which an acquisition is largest: many points, then ascents from the best of them, in turns on the
/// continuous axes by the gradient and on each separate one by trying its values.
struct AcquisitionSearch: Sendable {
  /// A point and what it is worth.
  struct Candidate: Sendable {
    var point: Point
    var value: Double
  }

  /// An axis with more values than this is first searched as if it were continuous.
  static let largestExhaustive = 12
  /// How far from its value other values of such an axis are tried.
  private static let strides = [1, 2, 3, 5, 8, 13, 21]
  /// Points all over the space.
  private static let randomCount = 400
  /// Points near good ones.
  private static let nearCount = 200
  /// Ascents.
  private static let startCount = 5

  private let space: EncodedSpace
  private let features: KernelFeatures
  private let acquisition: any Acquisition
  private var source: CandidateSource
  /// The axes on whose values it depends whether others are there.
  private let parents: Set<Int>

  /// - Parameters:
  ///   - incumbents: Good points so far, the best first.
  ///   - region: Where to look on each axis that has an order; everywhere if `nil`.
  init(
    surrogate: Surrogate, space: EncodedSpace, acquisition: any Acquisition, incumbents: [Point],
    region: [ClosedRange<Double>]? = nil, random: RandomSource
  ) {
    self.space = space
    features = surrogate.features
    self.acquisition = acquisition
    source = CandidateSource(
      space: space, features: surrogate.features, lengthScales: surrogate.meanLengthScales,
      incumbents: incumbents, region: region ?? space.axes.map { _ in 0...1 }, random: random)
    parents = Set(space.axes.indices.flatMap(space.parents(of:)))
  }

  /// The best point found at which no trial was or is; a random one if there is none, and where every point has had its
  /// trial, the best again.
  mutating func newPoint(besides request: SamplingRequest) -> Point {
    let taken = Set(
      (request.observations.lazy.map(\.point) + request.pending.map(\.point)).map { $0.map(\.bitPattern) })
    let found = run()
    if let new = found.first(where: { !taken.contains($0.point.map(\.bitPattern)) }) { return new.point }
    for _ in 0..<200 {
      let point = space.randomPoint(using: &source.random)
      if !taken.contains(point.map(\.bitPattern)) { return point }
    }
    return found.first?.point ?? space.randomPoint(using: &source.random)
  }

  /// The points found, the best first.
  private mutating func run() -> [Candidate] {
    var points = (0..<Self.randomCount).map { _ in source.randomPoint() }
    if let best = source.incumbents.first {
      for index in 0..<Self.nearCount { points.append(source.neighbour(index)) }
      points.append(best)
    }
    let candidates = ranked(points)
    var found = starts(candidates).map { improved($0) }
    found.append(contentsOf: candidates.prefix(50))
    return found.sorted { $0.value > $1.value }
  }

  /// Those of the points that are allowed, the best first.
  private func ranked(_ points: [Point]) -> [Candidate] {
    let allowed = points.filter(space.allows)
    guard !allowed.isEmpty else { return [] }
    let values = acquisition.values(features.vectors(allowed))
    return zip(allowed, values).map { Candidate(point: $0, value: $1.isNaN ? -.infinity : $1) }
      .sorted { $0.value > $1.value }
  }

  /// The best, the incumbent, and others with a probability that falls with what they lack.
  private mutating func starts(_ candidates: [Candidate]) -> [Candidate] {
    guard let best = candidates.first, best.value.isFinite else { return [] }
    var starts = [best]
    if let incumbent = source.incumbents.first.map({ $0.map(\.bitPattern) }),
      let own = candidates.first(where: { $0.point.map(\.bitPattern) == incumbent })
    {
      starts.append(own)
    }
    // The largest of values with noise of Gumbel is drawn with a probability that is proportional to exp(value).
    let drawn = candidates.dropFirst().map { candidate in
      (candidate, candidate.value - log(-log(max(source.random.uniform(), 1e-300))))
    }.sorted { $0.1 > $1.1 }
    return starts + drawn.prefix(max(Self.startCount - starts.count, 0)).map(\.0)
  }

  private mutating func improved(_ start: Candidate) -> Candidate {
    var best = start
    for _ in 0..<10 {
      climb(&best)
      guard tryValues(&best) else { break }
    }
    return best
  }

  /// Follows the gradient on the axes that have one.
  private func climb(_ candidate: inout Candidate) {
    let start = candidate.point
    let smooth = features.blocks.indices.filter { isSmooth(features.blocks[$0].axis, at: start) }
    guard !smooth.isEmpty else { return }
    let axes = smooth.map { features.blocks[$0].axis }
    let columns = smooth.map { features.blocks[$0].columns.lowerBound }
    // In units of the length scales the function is equally rough in all directions.
    let scales = smooth.map { min(source.lengthScales[$0], 10) }
    let minimizer = BoundedMinimizer(
      lowest: zip(axes, scales).map { source.region[$0].lowerBound / $1 },
      highest: zip(axes, scales).map { source.region[$0].upperBound / $1 },
      evaluationLimit: 60, gradientTolerance: 1e-4, valueTolerance: 1e-7, firstStep: 0.2)
    var vector = features.vector(start)
    let end = minimizer.minimize(from: zip(axes, scales).map { start[$0] / $1 }) { place in
      for (index, column) in columns.enumerated() { vector[column] = place[index] * scales[index] }
      let (value, gradient) = acquisition.slope(vector)
      return (-value, columns.indices.map { -gradient[columns[$0]] * scales[$0] })
    }
    var point = start
    for (index, axis) in axes.enumerated() { point[axis] = min(max(end.point[index] * scales[index], 0), 1) }
    if let improved = ranked([space.completed(point) { start[$0] }]).first, improved.value > candidate.value {
      candidate = improved
    }
  }

  private func isSmooth(_ axis: Int, at point: Point) -> Bool {
    guard !point[axis].isNaN else { return false }
    switch space.axes[axis].kind {
    case .continuous: return true
    case .ordered(let count): return count > Self.largestExhaustive && !parents.contains(axis)
    case .categorical: return false
    }
  }

  /// Tries the values of each separate axis, and says whether one was better.
  private mutating func tryValues(_ candidate: inout Candidate) -> Bool {
    var hasChanged = false
    for block in features.blocks {
      let axis = space.axes[block.axis]
      guard let count = axis.count, !candidate.point[block.axis].isNaN else { continue }
      let current = axis.index(at: candidate.point[block.axis])
      let indices =
        axis.isCategorical || count <= Self.largestExhaustive
        ? Array(0..<count) : Self.strides.flatMap { [current - $0, current + $0] }
      let variants = indices.filter { $0 != current && 0..<count ~= $0 }.map { index in
        var variant = candidate.point
        variant[block.axis] = axis.position(ofIndex: index)
        return source.completed(variant)
      }
      if let best = ranked(variants).first, best.value > candidate.value + 1e-9 {
        candidate = best
        hasChanged = true
      }
    }
    return hasChanged
  }
}
