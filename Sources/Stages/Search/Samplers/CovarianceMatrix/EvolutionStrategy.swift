import Foundation
import LatheCore

/// The runs of CMA-ES in a study, learnt from its observations in their order.
struct EvolutionStrategy: Sendable {
  /// A trial of the generation that is being collected.
  private struct Member: Sendable {
    let position: [Double]
    let choices: [Double]
    let rank: ObservationRank
    let loss: Double?
    let isForeign: Bool
  }

  private let space: EncodedSpace
  private let settings: CMAESSampler.Settings
  private let seed: UInt64
  /// The axes that the normal distribution covers.
  private let numeric: [Int]
  private let categorical: [Int]
  private let margin: Double
  /// Where steps come from: a number for each numeric axis and for each categorical one.
  private let sequence: SobolSequence
  private var distribution: CovarianceAdaptation
  private var categories: [CategoryAdaptation] = []
  private var run = 0
  private var start = 0
  /// Whether there is a result of a trial that was drawn from the distribution.
  private var hasBegun = false
  private var observed = 0
  private var lastNumber: Int?
  private var members: [Member] = []
  private var best: ObservationRank?
  /// Restarts with larger generations, and trials spent in runs with large and with small ones.
  private var largeRuns = 0
  private var spent = (large: 0, small: 0)
  private var isLarge = true

  init(_ space: EncodedSpace, settings: CMAESSampler.Settings, seed: UInt64) {
    self.space = space
    self.settings = settings
    self.seed = seed
    numeric = space.axes.indices.filter { !space.axes[$0].isCategorical && !space.axes[$0].isConstant }
    categorical = space.axes.indices.filter { space.axes[$0].isCategorical && !space.axes[$0].isConstant }
    let separate = categorical.count + numeric.count { space.axes[$0].count != nil }
    margin = separate > 0 ? 1 - pow(0.73, 1 / Double(separate)) : 0
    sequence = SobolSequence(dimension: numeric.count + categorical.count, seed: seed)
    distribution = CovarianceAdaptation(mean: [], step: 1, population: 4)
    begin(
      mean: Array(repeating: 0.5, count: numeric.count), step: settings.step, population: basePopulation)
  }

  private var basePopulation: Int {
    settings.population ?? EvolutionStrategyConstants.defaultPopulation(dimension: numeric.count)
  }

  /// Whether the request is of the same study, with the observations learnt so far and perhaps more.
  func continues(_ request: SamplingRequest) -> Bool {
    seed == request.seed && observed <= request.observations.count
      && (observed == 0 || request.observations[observed - 1].number == lastNumber)
  }

  private mutating func begin(mean: [Double], step: Double, population: Int, covariance: [Double]? = nil) {
    distribution = CovarianceAdaptation(
      mean: mean, step: step, population: population, covariance: covariance)
    let freedom = categorical.reduce(0) { $0 + (space.axes[$1].count ?? 1) - 1 }
    categories = categorical.map {
      CategoryAdaptation(
        count: space.axes[$0].count ?? 1, freedom: freedom, margin: margin, constants: distribution.constants)
    }
    members = []
    keepMargins()
  }
}

// MARK: - Drawing

extension EvolutionStrategy {
  /// How often a point outside the space is drawn anew: so often for each dimension, but not more often in all.
  private static let attemptsPerAxis = 10
  private static let mostAttempts = 100

  /// A point from the distribution, with the note that ``learn(_:)`` needs.
  mutating func draw(_ request: SamplingRequest) -> Proposal {
    if !hasBegun, start != request.observations.count {
      start = request.observations.count
      warmStart(request.observations)
    }
    var random = request.random("cma-es")
    let coordinates = sequence.point(at: request.ordinal)
    var position = distribution.point(
      of: numeric.indices.map { NormalDistribution.quantile(coordinates[$0]) })
    var attempts = min(Self.attemptsPerAxis * numeric.count, Self.mostAttempts)
    while attempts > 0, !position.allSatisfy((0...1).contains) {
      position = distribution.point(of: numeric.map { _ in random.normal() })
      attempts -= 1
    }
    position = position.map { min(max($0, 0), 1) }
    let choices = zip(categories, coordinates[numeric.count...]).map { $0.choice($1) }
    var target = Point(repeating: .nan, count: space.dimension)
    for (axis, value) in zip(numeric, position) { target[axis] = value }
    for (axis, choice) in zip(categorical, choices) { target[axis] = choice }
    let hidden = zip(numeric, position).filter { space.axes[$0.0].count != nil }.map {
      Int(($0.1 * 1e6).rounded())
    }
    let note = CMAESNote(run: run, generation: distribution.generation, start: start, hidden: hidden)
    return Proposal(space.completed(target) { space.axes[$0].position(ofIndex: 0) }, note: note.text)
  }

  /// Begins the first run where earlier trials were best.
  private mutating func warmStart(_ observations: [Observation]) {
    let ranked = observations.filter { $0.ending != .failed }.map { (rank: ObservationRank($0), $0.point) }
      .sorted { $0.rank < $1.rank }
    func position(_ point: Point) -> [Double] { numeric.map { point[$0].isNaN ? 0.5 : point[$0] } }
    guard ranked.count >= Self.warmStartTrials, numeric.count > 0 else {
      let parents = ranked.prefix((ranked.count + 1) / 2).map { position($0.1) }
      let weights = parents.indices.map { log(Double(parents.count) + 0.5) - log(Double($0 + 1)) }
      let total = weights.reduce(0, +)
      let mean = numeric.indices.map { axis in
        parents.isEmpty
          ? 0.5 : zip(weights, parents).reduce(0) { $0 + $1.0 * $1.1[axis] } / total
      }
      begin(mean: mean, step: settings.step, population: basePopulation)
      return
    }
    let good = ranked.prefix(ranked.count / 10).map { position($0.1) }
    // The shape of the best tenth, a little wider.
    let mean = numeric.indices.map { axis in good.reduce(0) { $0 + $1[axis] } / Double(good.count) }
    var covariance = [Double](repeating: 0, count: numeric.count * numeric.count)
    for row in numeric.indices {
      for column in numeric.indices {
        let sum = good.reduce(0) { $0 + ($1[row] - mean[row]) * ($1[column] - mean[column]) }
        covariance[row * numeric.count + column] = sum / Double(good.count) + (row == column ? 0.01 : 0)
      }
    }
    guard let eigen = SymmetricEigenvalues(covariance, dimension: numeric.count) else { return }
    let logScale = eigen.values.reduce(0) { $0 + log(max($1, 1e-12)) } / Double(numeric.count)
    begin(
      mean: mean, step: exp(logScale / 2), population: basePopulation,
      covariance: covariance.map { $0 / exp(logScale) })
  }

  /// Results from which on the shape of the best of them is taken over.
  private static let warmStartTrials = 50
}

// MARK: - Learning

extension EvolutionStrategy {
  /// Learns the observations that are new.
  mutating func learn(_ observations: [Observation]) {
    for observation in observations[observed...] {
      observed += 1
      lastNumber = observation.number
      let note = CMAESNote(observation.note)
      if let note, !hasBegun {
        hasBegun = true
        start = min(note.start, observations.count)
        warmStart(Array(observations[..<start]))
      }
      guard hasBegun else { continue }
      add(observation, note)
      if members.count == distribution.constants.population { finishGeneration() }
    }
  }

  private mutating func add(_ observation: Observation, _ note: CMAESNote?) {
    let rank = ObservationRank(observation)
    let isBest = best.map { rank < $0 } ?? true
    if isBest { best = rank }
    // What other samplers or people tried counts where it is the best so far, and so does what an ended run left.
    guard note?.run == run || isBest else { return }
    let separate = numeric.filter { space.axes[$0].count != nil }
    // A note from a time when the space was another says nothing about this one.
    var hidden = note.map { $0.hidden.count == separate.count ? $0.hidden[...] : [] } ?? []
    let position = numeric.enumerated().map { index, axis -> Double in
      let seen = observation.point[axis]
      let before =
        space.axes[axis].count == nil ? nil : hidden.popFirst().map { min(max(Double($0) / 1e6, 0), 1) }
      return seen.isNaN ? distribution.mean[index] : before ?? seen
    }
    members.append(
      Member(
        position: position, choices: categorical.map { observation.point[$0] }, rank: rank,
        loss: rank.tier == .feasible ? observation.losses[0] : nil,
        isForeign: note?.run != run || note?.generation != distribution.generation))
  }

  private mutating func finishGeneration() {
    let ranked = members.enumerated().sorted {
      $0.element.rank == $1.element.rank ? $0.offset < $1.offset : $0.element.rank < $1.element.rank
    }.map(\.element)
    members = []
    distribution.learn(
      ranked.map(\.position), areForeign: ranked.map(\.isForeign), losses: ranked.compactMap(\.loss))
    for index in categories.indices {
      categories[index].learn(ranked.map { $0.choices[index] }, weights: distribution.constants.weights)
    }
    keepMargins()
    if isLarge { spent.large += ranked.count } else { spent.small += ranked.count }
    if distribution.hasConverged { restart() }
  }

  private mutating func keepMargins() {
    guard numeric.count > 0 else { return }
    let least = 1 / Double(numeric.count * distribution.constants.population)
    for (index, axis) in numeric.enumerated() {
      guard let count = space.axes[axis].count else { continue }
      let mean = min(max(distribution.mean[index], 0), 1)
      let cellIndex = space.axes[axis].index(at: mean)
      let cell = space.axes[axis].cell(ofIndex: cellIndex)
      let corrected = MarginCorrection.corrected(
        mean: mean, deviation: distribution.deviation(index),
        cell: (cellIndex > 0 ? cell.lowerBound : nil, cellIndex < count - 1 ? cell.upperBound : nil),
        margin: least)
      distribution.place(index, mean: corrected.mean, stretchedBy: corrected.factor)
    }
  }

  /// Begins another run somewhere else: one with a larger generation, or smaller ones until they have cost as much.
  private mutating func restart() {
    run += 1
    var random = RandomSource(seed: seed, stream: "cma-es run \(run)")
    isLarge = spent.large <= spent.small
    var growth = Double(largeRuns)
    var step = settings.step
    if isLarge {
      largeRuns += 1
      growth = Double(largeRuns)
    } else {
      let uniform = random.uniform()
      growth *= uniform * uniform
      step *= pow(10, -2 * random.uniform())
    }
    begin(
      mean: numeric.map { _ in random.uniform() }, step: step,
      population: Int(Double(basePopulation) * pow(2, min(growth, 12))))
  }
}

extension RandomSource {
  /// A number drawn from the standard normal distribution.
  mutating func normal() -> Double { NormalDistribution.quantile(uniform() * (1 - 0x1p-53) + 0x1p-54) }
}
