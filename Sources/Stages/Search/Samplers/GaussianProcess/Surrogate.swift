import Foundation

/// A model of a study: one Gaussian process an objective, and one a constraint on the result that was broken.
struct Surrogate: Sendable {
  /// A process given the results, and given also that running trials will end as expected.
  struct Objective: Sendable {
    let process: GaussianProcess
    /// The expected values at the places of the trials, ended and running.
    let means: [Double]
  }

  let features: KernelFeatures
  /// The places of the trials, the ended before the running.
  let points: [Point]
  /// Whether what is expected of a trial can be improved on: it ended, and its constraints hold, or it is running.
  let isFeasible: [Bool]
  let objectives: [Objective]
  /// Of numbers that are at most 0 where a constraint holds.
  let constraints: [GaussianProcess]

  /// What leads to the first trial at which the constraints hold, where there is none yet.
  var lessViolation: any Acquisition {
    constraints.isEmpty
      ? Feasibility(constraints: [])
      : ViolationImprovement(constraints: constraints, trials: features.vectors(points))
  }

  /// Where to look for something better: the trials that ``ranked()`` gives, or where the constraints hold at none, those
  /// that break them least.
  func incumbents(_ ranked: [Int], count: Int) -> [Point] {
    guard ranked.isEmpty, !constraints.isEmpty else { return ranked.prefix(count).map { points[$0] } }
    let broken = ViolationImprovement.violations(constraints, at: features.vectors(points))
    return points.indices.sorted { (broken[$0], $0) < (broken[$1], $1) }.prefix(count).map { points[$0] }
  }

  /// The length scales of the objectives, their geometric mean for each block of the features.
  var meanLengthScales: [Double] {
    features.blocks.indices.map { block in
      exp(
        objectives.reduce(0) { $0 + log($1.process.parameters.lengthScales[block]) }
          / Double(objectives.count))
    }
  }

  /// Feasible trials, the one with the best expected value of the first objective first.
  func ranked() -> [Int] {
    let means = objectives[0].means
    return points.indices.filter { isFeasible[$0] }.sorted { (means[$0], $0) < (means[$1], $1) }
  }
}

/// Makes the model of a study, and keeps what was fitted on the way.
struct SurrogateBuilder: Sendable {
  /// The most trials the model is given: the cost grows with their cube.
  var largestCount = 500

  private var objectiveFits: [FitSchedule] = []
  private var constraintFits: [Int: FitSchedule] = [:]

  /// The model; `nil` if the results cannot be modelled.
  mutating func surrogate(of request: SamplingRequest) -> Surrogate? {
    let features = KernelFeatures(request.space)
    guard features.count > 0 else { return nil }
    let observations = request.observations
    let training = TrainingSet(observations, objectiveCount: request.objectiveCount)
    let kept = training.reduced(to: largestCount)
    let points = kept.rows.map(\.point)
    let vectors = features.vectors(points)
    let pending = features.vectors(request.pending.map(\.point))
    while objectiveFits.count < request.objectiveCount { objectiveFits.append(FitSchedule()) }

    var objectives: [Surrogate.Objective] = []
    for index in 0..<request.objectiveCount {
      let targets = { (training: TrainingSet) in
        OutputWarp.targets(training.rows.map { $0.losses?[index] })
      }
      let parameters = objectiveFits[index].parameters(
        observations: observations, objectiveCount: request.objectiveCount, features: features,
        targets: targets)
      guard
        let process = Self.process(
          features: features, vectors: vectors, targets: targets(kept), parameters: parameters,
          pending: pending)
      else { return nil }
      objectives.append(Surrogate.Objective(process: process, means: process.means(vectors + pending)))
    }

    var constraints: [GaussianProcess] = []
    for index in training.brokenConstraints {
      let parameters = constraintFits[index, default: FitSchedule()].parameters(
        observations: observations, objectiveCount: request.objectiveCount, features: features,
        targets: { ConstraintWarp.targets($0.constraint(index)) })
      let process = Self.process(
        features: features, vectors: vectors, targets: ConstraintWarp.targets(kept.constraint(index)),
        parameters: parameters, pending: pending)
      if let process { constraints.append(process) }
    }
    let isFeasible = kept.rows.map(\.isFeasible)
    // A running trial is no result to improve on before there is one.
    let hasFeasible = isFeasible.contains(true)
    return Surrogate(
      features: features, points: points + request.pending.map(\.point),
      isFeasible: isFeasible + request.pending.map { _ in hasFeasible },
      objectives: objectives, constraints: constraints)
  }

  /// The process given results, and that running trials end as it expects from these, so that the next is not the same again.
  ///
  /// Ginsbourger, Le Riche and Carraro, "Kriging Is Well-Suited to Parallelize Optimization", 2010.
  private static func process(
    features: KernelFeatures, vectors: [Double], targets: [Double], parameters: KernelParameters,
    pending: [Double]
  ) -> GaussianProcess? {
    let process = GaussianProcess(
      features: features, vectors: vectors, targets: targets, parameters: parameters)
    guard let process, !pending.isEmpty else { return process }
    return GaussianProcess(
      features: features, vectors: vectors + pending, targets: targets + process.means(pending),
      parameters: parameters)
  }
}
