import Foundation
import LatheCore

/// Bayesian optimisation with a Gaussian process.
public struct GaussianProcessSampler: Sampler {
  /// Trials of a design that fills the space, before there is a model.
  public var startupTrials: Int

  private var fits = FitCache()

  /// A sampler.
  public init(startupTrials: Int = 10) { self.startupTrials = Int(Experiment.value("N0", Double(startupTrials))) }

  /// `gp`.
  public var name: String { "gp" }

  /// The next point.
  public mutating func propose(_ request: SamplingRequest) throws(SearchError) -> Proposal {
    guard request.objectiveCount == 1 else {
      throw .setting("gp searches for one objective", remedy: "Use mobo.")
    }
    let training = TrainingSet(request.observations)
    guard training.completeCount >= 2,
      request.ordinal >= startupTrials || training.completeCount >= startupTrials
    else {
      return Proposal(StartDesign(space: request.space, count: startupTrials, seed: request.seed).point(request))
    }
    let features = KernelFeatures(request.space)
    guard !features.blocks.isEmpty else { return Proposal(request.space.randomPoint(using: &fits.unused)) }
    let vectors = features.vectors(training.points)
    let targets = OutputWarp.warped(training.losses)
    let parameters = fits.parameters(features: features, training: training, generation: request.generation)
    guard
      let process = GaussianProcess(
        features: features, vectors: vectors, targets: targets, parameters: parameters)
    else { return Proposal(StartDesign(space: request.space, count: startupTrials, seed: request.seed).point(request)) }
    let means = process.means(vectors)
    var believer = process
    if !request.pending.isEmpty {
      let more = features.vectors(request.pending.map(\.point))
      believer =
        GaussianProcess(
          features: features, vectors: vectors + more, targets: targets + process.means(more),
          parameters: parameters) ?? process
    }
    let order = means.indices.sorted { means[$0] < means[$1] }
    var search = AcquisitionSearch(
      space: request.space, features: features,
      acquisition: ExpectedImprovement(objective: believer, best: means[order[0]], violation: nil),
      lengthScales: parameters.lengthScales, incumbents: order.prefix(5).map { training.points[$0] },
      random: request.random(name))
    let found = search.run(
      randomCount: Int(Experiment.value("NRAND", 400)), nearCount: Int(Experiment.value("NNEAR", 200)),
      startCount: Int(Experiment.value("NSTART", 5)))
    if Experiment.values["GP_LOG"] != nil {
      FileHandle.standardError.write(Data("\(request.number) ls \(parameters.lengthScales.map { ($0 * 100).rounded() / 100 }) s \(parameters.signalVariance) n \(parameters.noiseVariance) m \(process.mean) acq \(found[0].value)\n".utf8))
    }
    return Proposal(found.first?.point ?? request.space.randomPoint(using: &fits.unused))
  }
}

struct FitCache: Sendable {
  var unused = RandomSource(seed: 0)
  var checkpoints: [Int: [Double]] = [:]
  var generation = 0

  mutating func parameters(features: KernelFeatures, training: TrainingSet, generation: Int) -> KernelParameters {
    if generation != self.generation { checkpoints = [:]; self.generation = generation }
    let prior = KernelPrior(features: features)
    let count = training.losses.count
    var start = prior.start(scaleCount: features.scaleCount)
    var checkpoint = 8
    func fit(_ n: Int, _ starts: [[Double]], _ limit: Int) -> [Double] {
      let vectors = features.vectors(Array(training.points[..<n]))
      let targets = OutputWarp.warped(Array(training.losses[..<n]))
      return KernelFit(features: features, prior: prior, vectors: vectors, targets: targets)
        .parameters(from: starts, evaluationLimit: limit).logarithms
    }
    while checkpoint <= count {
      if let known = checkpoints[checkpoint] { start = known } else {
        start = fit(checkpoint, [start, prior.start(scaleCount: features.scaleCount)], 60)
        checkpoints[checkpoint] = start
      }
      checkpoint = max(checkpoint + 4, Int(Double(checkpoint) * 1.2))
    }
    return KernelParameters(logarithms: fit(count, [start], Int(Experiment.value("FITEV", 12))))
  }
}

struct TrainingSet: Sendable {
  var points: [Point] = []
  var losses: [Double] = []
  var completeCount = 0
  init(_ observations: [Observation]) {
    let complete = observations.filter(\.isComplete)
    completeCount = complete.count
    points = complete.map(\.point)
    losses = complete.map { $0.losses[0] }
  }
}

struct StartDesign {
  let space: EncodedSpace
  let count: Int
  let seed: UInt64
  func point(_ request: SamplingRequest) -> Point {
    var random = RandomSource(seed: seed, stream: "gp design")
    guard request.ordinal < count else {
      var random = request.random("gp start")
      return space.randomPoint(using: &random)
    }
    if request.ordinal == 0, Experiment.value("CENTRE", 1) > 0 {
      return space.completed(space.axes.map { $0.count.map { _ in Double.nan } ?? 0.5 }) { axis in
        space.axes[axis].isCategorical ? 0 : 0.5
      }
    }
    let columns = space.axes.map { axis -> Double in
      var order = Array(0..<count)
      order.shuffle(using: &random)
      let offsets = (0..<count).map { _ in random.uniform() }
      let place = (Double(order[request.ordinal]) + offsets[request.ordinal]) / Double(count)
      return axis.isCategorical ? (place * Double(axis.count ?? 1)).rounded(.down) : place
    }
    return space.completed(columns) { space.axes[$0].isCategorical ? 0 : 0.5 }
  }
}
