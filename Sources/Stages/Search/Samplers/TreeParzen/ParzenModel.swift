import LatheCore

/// A density of good and one of bad observations over the same axes, kept up to date one observation at a time.
struct ParzenModel: Sendable {
  /// How many of a number of observations count as good.
  typealias GoodCount = @Sendable (Int) -> Int

  /// The axes that are modelled.
  let axes: [Int]
  private let space: EncodedSpace
  private let objectiveCount: Int
  private var points: [Point] = []
  private var ranking: ObservationRanking
  private var good: [Int] = []
  private var isGood: [Bool] = []
  /// Every observation that is not good, in the slot of its number here.
  private var bad: ParzenMixture

  init(axes: [Int], of space: EncodedSpace, objectiveCount: Int) {
    self.axes = axes
    self.space = space
    self.objectiveCount = objectiveCount
    ranking = ObservationRanking(objectiveCount: objectiveCount)
    bad = ParzenMixture(axes: axes, of: space)
  }

  /// The observations so far.
  var count: Int { points.count }

  /// Learns an observation. O(n) with a small factor.
  mutating func add(_ observation: Observation) {
    let slot = points.count
    points.append(observation.point)
    isGood.append(false)
    ranking.insert(observation, slot: slot)
    bad.insert(observation.point, at: slot)
  }

  /// Points drawn from the density of the good observations, with the logarithms of how much likelier they are among these
  /// than among the bad ones.
  ///
  /// - Parameters:
  ///   - pending: Points whose results are not known; they count as bad, so that others are not drawn to them too.
  ///   - fixed: Positions that are given.
  ///   - walk: The axes that are to get a position, where they are there.
  mutating func candidates(
    _ count: Int, fixed: Point, along walk: [Int], pending: [Point], goodCount: Int,
    using random: inout RandomSource
  ) -> [(point: Point, score: Double)] {
    split(goodCount)
    for (offset, point) in pending.enumerated() { bad.insert(point, at: points.count + offset) }
    defer {
      for offset in pending.indices.reversed() { bad.remove(points.count + offset) }
      bad.trim(to: points.count)
    }
    bad.settle(prefersRecent: true)
    var good = ParzenMixture(axes: axes, of: space)
    for (slot, number) in self.good.enumerated() { good.insert(points[number], at: slot) }
    good.settle(prefersRecent: objectiveCount == 1)
    let drawn = good.draw(count, fixed: fixed, along: walk, in: space, using: &random)
    // Densities are computed for points at once that have the same axes.
    var scores = [Double](repeating: 0, count: drawn.count)
    let groups = Dictionary(grouping: drawn.indices) { index in axes.map { drawn[index][$0].isNaN } }
    for group in groups.values {
      let points = group.map { drawn[$0] }
      let differences = zip(good.logDensities(at: points), bad.logDensities(at: points)).map { $0 - $1 }
      for (index, difference) in zip(group, differences) { scores[index] = difference }
    }
    return zip(drawn, scores).map { ($0, $1) }
  }

  /// Brings the split up to date.
  private mutating func split(_ count: Int) {
    let chosen = ranking.best(count)
    guard chosen != good else { return }
    let wasGood = good
    for slot in wasGood { isGood[slot] = false }
    for slot in chosen { isGood[slot] = true }
    let remaining = Set(wasGood)
    for slot in wasGood where !isGood[slot] { bad.insert(points[slot], at: slot) }
    for slot in chosen where !remaining.contains(slot) { bad.remove(slot) }
    good = chosen
  }
}
