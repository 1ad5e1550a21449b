import Search

/// A study without a storage: asks a sampler for trials and makes up their results.
struct Rehearsal {
  /// What a sampler was asked and what it answered.
  struct Step {
    let request: SamplingRequest
    let proposal: Proposal
  }

  /// The space that is searched.
  let space: EncodedSpace
  /// Numbers to make small.
  var objectiveCount = 1
  /// The seed of the study.
  var seed: UInt64 = 1
  /// Trials that run at a time.
  var parallelism = 1
  /// Whether some trials fail, are stopped early, break constraints or give numbers that are none.
  var hasTrouble = false

  /// The steps of a study of `count` trials; fewer if the sampler has no more.
  func steps(_ sampler: any Sampler, trials count: Int) throws -> [Step] {
    var sampler = sampler
    var steps: [Step] = []
    var observations: [Observation] = []
    var running: [Step] = []
    for number in 0..<count {
      let request = SamplingRequest(
        space: space, objectiveCount: objectiveCount, observations: observations,
        pending: running.map { PendingTrial(number: $0.request.number, point: $0.proposal.point) },
        number: number, plannedTrials: count, parallelism: parallelism, seed: seed)
      if let capacity = try sampler.capacity(request), capacity <= number { break }
      let step = Step(request: request, proposal: try sampler.propose(request))
      steps.append(step)
      running.append(step)
      if running.count == parallelism { observations.append(result(of: running.removeFirst())) }
    }
    return steps
  }

  /// The observation that a step leads to.
  func result(of step: Step) -> Observation {
    let number = step.request.number
    let note = step.proposal.note
    let point = step.proposal.point
    let loss = point.enumerated().reduce(0) { $0 + ($1.element.isNaN ? 0.1 : abs($1.element - 0.3)) }
    let losses = (0..<objectiveCount).map { $0 == 0 ? loss : Double($0) - loss / 2 }
    let complete = Observation(number: number, point: point, losses: losses, note: note)
    guard hasTrouble else { return complete }
    switch number % 7 {
    case 1: return Observation(number: number, point: point, losses: [], ending: .failed, note: note)
    case 2:
      let curve = [IntermediateValue(step: 1, value: 2), IntermediateValue(step: 4, value: loss)]
      return Observation(
        number: number, point: point, losses: [loss], ending: .pruned, curve: curve, note: note)
    case 3: return Observation(number: number, point: point, losses: losses, violation: 0.5, note: note)
    case 4:
      return Observation(
        number: number, point: point, losses: [], ending: .pruned, note: "of another sampler")
    case 5:
      let odd = [Double.infinity, -Double.infinity, .nan, 1e300][number / 7 % 4]
      return Observation(number: number, point: point, losses: losses.map { _ in odd }, note: nil)
    case 6:
      // A trial from a time when the space had other parameters.
      return Observation(number: number, point: point.map { _ in .nan }, losses: losses)
    default: return complete
    }
  }
}

extension Rehearsal {
  /// The spaces in which promises are checked, by what they are.
  static func spaces() throws -> [(name: String, space: EncodedSpace)] {
    let plain: [Parameter] = [
      Parameter("rate", .float(low: 1e-4, high: 1, scale: .logarithmic)),
      Parameter("depth", .integer(low: 1, high: 12)),
      Parameter("leaves", .integer(low: 2, high: 300, scale: .logarithmic)),
      Parameter("kind", .categorical(["a", "b", "c"])), Parameter("flag", .boolean),
    ]
    let tree: [Parameter] = [
      Parameter("learner", .categorical(["none", "linear", "tree"])),
      Parameter("penalty", .float(low: 0, high: 1), if: .init("learner", isOneOf: ["linear"])),
      Parameter("depth", .integer(low: 1, high: 9), if: .init("learner", isOneOf: ["tree"])),
      Parameter("shrinks", .boolean, if: .init("learner", isOneOf: ["tree"])),
      Parameter("rate", .float(low: 0, high: 1), if: .init("shrinks", isOneOf: [true])),
      Parameter("size", .ordinal(["small", "medium", "large"])),
    ]
    return [
      ("a plain space", EncodedSpace(try SearchSpace(plain))),
      ("a conditional space", EncodedSpace(try SearchSpace(tree))),
    ]
  }

  /// Spaces in which there is little or nothing to choose.
  static func degenerateSpaces() throws -> [(name: String, space: EncodedSpace)] {
    let constant = Parameter("constant", .integer(low: 3, high: 3))
    return [
      ("an empty space", EncodedSpace(.empty)),
      ("a space of one point", EncodedSpace(try SearchSpace([constant]))),
      ("a space of one choice", EncodedSpace(try SearchSpace([Parameter("kind", .categorical(["a"]))]))),
      ("a space of two points", EncodedSpace(try SearchSpace([constant, Parameter("flag", .boolean)]))),
      (
        "a space of one number",
        EncodedSpace(try SearchSpace([Parameter("x", .float(low: -1, high: 1))]))
      ),
      (
        "a space of numbers that lie close together",
        EncodedSpace(try SearchSpace([Parameter("x", .float(low: 1, high: 1 + 1e-12)), constant]))
      ),
    ]
  }
}
