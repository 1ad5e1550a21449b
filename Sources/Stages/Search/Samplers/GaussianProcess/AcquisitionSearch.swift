import Foundation
import LatheCore

/// Finds the point at which an acquisition is largest: many points, then descents from the best of them, in turns on the
/// continuous axes by the gradient and on each separate one by trying its values.
struct AcquisitionSearch {
  /// A point and what it is worth.
  struct Candidate {
    var point: Point
    var value: Double
  }

  let space: EncodedSpace
  let features: KernelFeatures
  let acquisition: any Acquisition
  /// The length scale of each block of the features.
  let lengthScales: [Double]
  /// Good points so far, the best first.
  let incumbents: [Point]
  var random: RandomSource
  /// Where to search on each axis that has an order.
  var region: [ClosedRange<Double>]

  /// An axis with more values than this is first searched as if it were continuous.
  static let largestExhaustive = 12

  private let parents: Set<Int>
  private let blockOfAxis: [Int: Int]

  init(
    surrogate: Surrogate, space: EncodedSpace, acquisition: any Acquisition, incumbents: [Point],
    random: RandomSource
  ) {
    self.space = space
    self.features = surrogate.features
    self.acquisition = acquisition
    self.incumbents = incumbents
    self.random = random
    lengthScales = surrogate.meanLengthScales
    region = space.axes.map { _ in 0...1 }
    parents = Set(space.axes.indices.flatMap(space.parents(of:)))
    blockOfAxis = Dictionary(uniqueKeysWithValues: features.blocks.enumerated().map { ($1.axis, $0) })
  }

  /// The points found, the best first.
  mutating func run(
    randomCount: Int = Int(Experiment.value("NRAND", 400)),
    nearCount: Int = Int(Experiment.value("NNEAR", 200)), startCount: Int = Int(Experiment.value("NSTART", 5))
  ) -> [Candidate] {
    var points = (0..<randomCount).map { _ in confined(space.randomPoint(using: &random)) }
    if !incumbents.isEmpty {
      for index in 0..<nearCount { points.append(neighbour(of: incumbents[index % incumbents.count])) }
      points.append(incumbents[0])
    }
    let candidates = ranked(points)
    var found = starts(candidates, count: startCount).map { improved($0) }
    found.append(contentsOf: candidates.prefix(50))
    return found.sorted { $0.value > $1.value }
  }

  private func ranked(_ points: [Point]) -> [Candidate] {
    let values = acquisition.values(features.vectors(points))
    return zip(points, values).map { Candidate(point: $0, value: $1.isNaN ? -.infinity : $1) }
      .sorted { $0.value > $1.value }
  }

  /// The best, the incumbent, and others with a probability that falls with what they lack.
  private mutating func starts(_ candidates: [Candidate], count: Int) -> [Candidate] {
    guard let best = candidates.first, best.value.isFinite else { return [] }
    var starts = [best]
    if let incumbent = incumbents.first, let own = candidates.first(where: { $0.point == incumbent }) {
      starts.append(own)
    }
    // The largest of values with noise of Gumbel is drawn with a probability that is proportional to exp(value).
    let drawn = candidates.dropFirst().map { candidate in
      (candidate, candidate.value - log(-log(max(random.uniform(), 1e-300))))
    }.sorted { $0.1 > $1.1 }
    starts.append(contentsOf: drawn.prefix(max(count - starts.count, 0)).map(\.0))
    return starts
  }

  /// A point near another: some axes moved, by a share of their length scale.
  private mutating func neighbour(of point: Point) -> Point {
    var moved = point
    let active = features.blocks.indices.filter { !point[features.blocks[$0].axis].isNaN }
    guard !active.isEmpty else { return space.randomPoint(using: &random) }
    let share = random.uniform() < 0.5 ? 1 : min(1, 3 / Double(active.count))
    let always = active[Int(random.uniform() * Double(active.count))]
    let spread = exp(log(1e-3) + random.uniform() * log(500))
    for block in active where block == always || random.uniform() < share {
      let axis = features.blocks[block].axis
      switch space.axes[axis].kind {
      case .categorical: moved[axis] = space.randomPosition(on: axis, using: &random)
      case .ordered(let count):
        let width = max(spread * min(lengthScales[block], 1), 0.7 / Double(count))
        moved[axis] = reflected(moved[axis] + width * normal())
      case .continuous: moved[axis] = reflected(moved[axis] + spread * min(lengthScales[block], 1) * normal())
      }
    }
    for axis in moved.indices where !space.axes[axis].isCategorical && !moved[axis].isNaN {
      moved[axis] = min(max(moved[axis], region[axis].lowerBound), region[axis].upperBound)
    }
    return completed(moved)
  }

  /// A point of the whole space, brought into the region by scale.
  private func confined(_ point: Point) -> Point {
    space.completed(
      point.indices.map { axis in
        guard !space.axes[axis].isCategorical else { return point[axis] }
        return region[axis].lowerBound + point[axis] * (region[axis].upperBound - region[axis].lowerBound)
      }, fill: { _ in 0.5 })
  }

  private mutating func normal() -> Double {
    NormalDistribution.quantile(max(random.uniform(), 1e-16))
  }

  private func reflected(_ position: Double) -> Double {
    let inside = position < 0 ? -position : position > 1 ? 2 - position : position
    return min(max(inside, 0), 1)
  }

  /// What is missing comes from the best point that has it.
  private mutating func completed(_ point: Point) -> Point {
    let known = incumbents
    var random = random
    let result = space.completed(point) { axis in
      known.first { !$0[axis].isNaN }.map { $0[axis] } ?? space.randomPosition(on: axis, using: &random)
    }
    self.random = random
    return result
  }

  private mutating func improved(_ start: Candidate) -> Candidate {
    var best = start
    for round in 0..<10 {
      let before = best.value
      climb(&best)
      let afterClimb = best.value
      let hasChanged = tryValues(&best)
      if !hasChanged || (round > 0 && best.value - before < 1e-6 && afterClimb == best.value) { break }
    }
    return best
  }

  /// The axes along which the gradient leads.
  private func smoothAxes(_ point: Point) -> [Int] {
    features.blocks.map(\.axis).filter { axis in
      guard !point[axis].isNaN else { return false }
      switch space.axes[axis].kind {
      case .continuous: return true
      case .ordered(let count): return count > Self.largestExhaustive && !parents.contains(axis)
      case .categorical: return false
      }
    }
  }

  private func climb(_ candidate: inout Candidate) {
    let axes = smoothAxes(candidate.point)
    guard !axes.isEmpty else { return }
    let columns = axes.compactMap { blockOfAxis[$0].map { features.blocks[$0].columns.lowerBound } }
    let scales = axes.compactMap { blockOfAxis[$0].map { min(lengthScales[$0], 10) } }
    var vector = features.vector(candidate.point)
    let minimizer = BoundedMinimizer(
      lowest: zip(axes, scales).map { region[$0].lowerBound / $1 },
      highest: zip(axes, scales).map { region[$0].upperBound / $1 },
      evaluationLimit: Int(Experiment.value("ACQEV", 60)), gradientTolerance: 1e-4, valueTolerance: 1e-7,
      firstStep: 0.2)
    let start = zip(axes, scales).map { candidate.point[$0] / $1 }
    let end = minimizer.minimize(from: start) { place in
      for (index, column) in columns.enumerated() { vector[column] = place[index] * scales[index] }
      let (value, gradient) = acquisition.slope(vector)
      return (-value, columns.indices.map { -gradient[columns[$0]] * scales[$0] })
    }
    var point = candidate.point
    for (index, axis) in axes.enumerated() { point[axis] = min(max(end.point[index] * scales[index], 0), 1) }
    point = space.completed(point) { candidate.point[$0] }
    let value = acquisition.values(features.vector(point))[0]
    if value > candidate.value { candidate = Candidate(point: point, value: value) }
  }

  /// Tries the values of each separate axis, and says whether one was better.
  private mutating func tryValues(_ candidate: inout Candidate) -> Bool {
    var hasChanged = false
    for block in features.blocks where !candidate.point[block.axis].isNaN {
      guard let count = space.axes[block.axis].count else { continue }
      let current = space.axes[block.axis].index(at: candidate.point[block.axis])
      var indices: [Int]
      if space.axes[block.axis].isCategorical || count <= Self.largestExhaustive {
        indices = Array(0..<count)
      } else {
        indices = [1, 2, 3, 5, 8, 13, 21].flatMap { [current - $0, current + $0] }.filter { 0..<count ~= $0 }
      }
      indices.removeAll { $0 == current }
      let variants = indices.map { index -> Point in
        var variant = candidate.point
        variant[block.axis] = space.axes[block.axis].position(ofIndex: index)
        return completed(variant)
      }
      if let best = ranked(variants).first, best.value > candidate.value + 1e-9 {
        candidate = best
        hasChanged = true
      }
    }
    return hasChanged
  }
}

extension AcquisitionSearch {
  /// The best of `found` at which no trial was or is, or else a random point of that kind; where every point has had its
  /// trial, the best again.
  mutating func firstNew(_ found: [Candidate], besides request: SamplingRequest) -> Point {
    let taken = Set(
      (request.observations.lazy.map(\.point) + request.pending.map(\.point)).map { $0.map(\.bitPattern) })
    if let new = found.first(where: { !taken.contains($0.point.map(\.bitPattern)) }) { return new.point }
    for _ in 0..<200 {
      let point = space.randomPoint(using: &random)
      if !taken.contains(point.map(\.bitPattern)) { return point }
    }
    return found.first?.point ?? space.randomPoint(using: &random)
  }
}
