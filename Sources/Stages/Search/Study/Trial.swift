import LatheCore
import Synchronization

/// A trial that runs: gives parameters, takes reports.
public final class Trial: Sendable {
  private struct State {
    var suggested: [String: ParameterValue] = [:]
    var domains: [Parameter] = []
    var attributes: [String: String] = [:]
    var constraints: [Double] = []
    var decision = SchedulingDecision.proceed
    var lastStep: Int?
  }

  /// A state that a trial had at a step, which its objective has kept.
  public struct Checkpoint: Sendable, Hashable {
    /// The number of the trial.
    public let trial: Int
    /// The step.
    public let step: Int
  }

  /// The trial's number in its study, from 0.
  public let number: Int
  /// The step up to which it is to run; to its end if `nil`.
  public let until: Int?
  /// The values reported in earlier attempts, or before it was paused.
  public let earlierReports: [IntermediateValue]
  /// The state of another trial with which it begins, in population-based training; `nil` if it begins afresh.
  public let parent: Checkpoint?
  /// What the sampler proposed, or what was fixed.
  let proposed: [String: ParameterValue]
  let claim: Claim
  private let study: Study
  private let seed: UInt64
  private let isSpaceDeclared: Bool
  /// The parameters that the study knew when the trial began.
  private let space: EncodedSpace
  private let state = Mutex(State())

  init(
    _ record: TrialRecord, definition: StudyDefinition, space: EncodedSpace, claim: Claim, study: Study
  ) {
    number = record.number
    until = record.until
    earlierReports = record.reports
    if let trial = record.parent, let step = record.parentStep {
      parent = Checkpoint(trial: trial, step: step)
    } else {
      parent = nil
    }
    proposed = record.parameters
    seed = definition.seed
    isSpaceDeclared = definition.isSpaceDeclared
    self.space = space
    self.claim = claim
    self.study = study
  }

  /// The parameters: all of them in a study with a declared space, else those suggested so far.
  public var parameters: [String: ParameterValue] {
    isSpaceDeclared ? proposed : state.withLock(\.suggested)
  }

  /// A real number between two bounds.
  ///
  /// - Throws: ``SearchError/space(_:remedy:)`` for bounds that make no sense, a name that stands for another kind of
  ///   parameter, and what a declared space does not have.
  public func suggestFloat(
    _ name: String, in range: ClosedRange<Double>, scale: ParameterDomain.Scale = .linear, step: Double? = nil
  ) throws(SearchError) -> Double {
    let domain = ParameterDomain.float(
      low: range.lowerBound, high: range.upperBound, scale: scale, step: step)
    return try suggest(name, domain).double ?? range.lowerBound
  }

  /// A whole number between two bounds.
  public func suggestInteger(
    _ name: String, in range: ClosedRange<Int>, scale: ParameterDomain.Scale = .linear, step: Int = 1
  ) throws(SearchError) -> Int {
    let domain = ParameterDomain.integer(
      low: range.lowerBound, high: range.upperBound, scale: scale, step: step)
    guard case .integer(let value) = try suggest(name, domain) else { return range.lowerBound }
    return value
  }

  /// One of several names without an order.
  public func suggestCategory(_ name: String, from choices: [String]) throws(SearchError) -> String {
    try suggest(name, .categorical(choices.map(ParameterValue.text))).description
  }

  /// Yes or no.
  public func suggestBoolean(_ name: String) throws(SearchError) -> Bool {
    try suggest(name, .boolean) == .boolean(true)
  }

  /// A value of any domain.
  public func suggest(_ name: String, _ domain: ParameterDomain) throws(SearchError) -> ParameterValue {
    try domain.validate(name: name)
    try checkAgainstSpace(name, domain)
    return try state.withLock { state -> Result<ParameterValue, SearchError> in
      if let earlier = state.domains.first(where: { $0.name == name }) {
        guard earlier.domain == domain, let value = state.suggested[name] else {
          return .failure(
            .space(
              "parameter \"\(name)\" was suggested in this trial with other bounds",
              remedy: "Suggest it once."))
        }
        return .success(value)
      }
      let axis = Axis(domain)
      // What was proposed may come from wider bounds; a position brings 3 and 3.0 into the domain's own form.
      let value =
        proposed[name].flatMap(axis.position(of:)).map(axis.value(at:))
        ?? axis.randomValue(RandomSource(seed: seed, stream: "suggest \(name) \(number)"))
      state.suggested[name] = value
      state.domains.append(Parameter(name, domain))
      return .success(value)
    }.get()
  }

  /// What a declared space does not have would be tried but not kept, and another kind of parameter could not be.
  private func checkAgainstSpace(_ name: String, _ domain: ParameterDomain) throws(SearchError) {
    let known = space.domain(of: name)
    guard isSpaceDeclared else {
      guard let known, known.union(domain) == nil else { return }
      throw .otherKind(of: name)
    }
    guard let known else {
      throw .space(
        "the declared space has no parameter \"\(name)\"", remedy: "Correct the name, or declare it.")
    }
    guard known == domain else {
      throw .space(
        "parameter \"\(name)\" was declared with another domain",
        remedy: "Suggest it as it was declared, or read it from the trial's parameters.")
    }
    guard proposed[name] != nil else {
      throw .space(
        "parameter \"\(name)\" is not there with the values of those on which it depends",
        remedy: "Suggest it only where its conditions hold.")
    }
  }

  /// Reports a value of the first objective on the way, and learns whether to go on.
  ///
  /// - Returns: Whether the trial is to stop here: throw or return ``PrunedTrial``.
  /// - Throws: ``SearchError/trial(number:problem:)`` if the trial is no longer this worker's.
  @discardableResult
  public func report(_ value: Double, step: Int) throws(SearchError) -> SchedulingDecision {
    let decision = try study.report(IntermediateValue(step: step, value: value), by: self)
    state.withLock { state in
      state.decision = decision
      state.lastStep = step
    }
    return decision
  }

  /// Whether the last report ended in the decision to stop or to pause.
  public var shouldStop: Bool { state.withLock { $0.decision != .proceed } }

  /// The last step that was reported, in earlier attempts too.
  var lastStep: Int? { state.withLock(\.lastStep) ?? earlierReports.last?.step }

  /// The last decision.
  var decision: SchedulingDecision { state.withLock { $0.decision } }

  /// Notes something about the trial.
  public func note(_ key: String, _ value: String) { state.withLock { $0.attributes[key] = value } }

  /// Says by how much the result breaks each constraint: they hold where they are at most 0.
  public func setConstraints(_ values: [Double]) { state.withLock { $0.constraints = values } }

  /// What is to be stored with a result.
  func result(_ end: TrialState, values: [Double], failure: String?) -> (TrialResult, [Parameter]) {
    state.withLock { state in
      (
        TrialResult(
          state: end, values: values, constraints: state.constraints,
          parameters: isSpaceDeclared ? nil : state.suggested, attributes: state.attributes, failure: failure),
        state.domains
      )
    }
  }
}

/// Thrown by an objective whose trial stops early because ``Trial/shouldStop`` says so.
public struct PrunedTrial: Error {
  /// An early end.
  public init() {}
}

extension Axis {
  /// A value drawn uniformly on the scale.
  func randomValue(_ random: RandomSource) -> ParameterValue {
    var random = random
    let position = random.uniform()
    return value(at: isCategorical ? position * Double(count ?? 1) : position)
  }
}
