import LatheCore

/// Which candidates go into the bundle, and with how many of their fold models, so that one row is answered in
/// time. The ensemble's weights are chosen anew among what can be afforded, so that calibration, scores and
/// report speak of the models that answer.
struct MemberChoice: Sendable {
  /// The state of the search with the weights of the deployed ensemble.
  let state: SearchState
  /// Fold models a candidate; one where it is to be refitted on all rows.
  let modelsPerCandidate: Int
  /// Expected microseconds for one row, without making its features.
  let microseconds: Double
  /// Measured microseconds of one model by candidate, where they matter.
  let microsecondsOfModel: [String: Double]
  let decisions: [PlanDecision]

  /// A bag of all folds is worth this share of the loss more than models of more candidates with fewer folds.
  static let tolerance = 0.002

  /// Chooses among the trials of `searched`.
  ///
  /// - Parameters:
  ///   - limit: Microseconds that one row may take; infinite where they do not matter, and then nothing is measured.
  ///   - usesOneModel: Only one model a candidate is of use: fold models lack rows that the refit has.
  ///   - microseconds: Measures one model of a trial.
  init(
    _ searched: SearchState, request: FitRequest, limit: Double, usesOneModel: Bool,
    microseconds: (Trial) -> Double
  ) {
    var state = searched
    var decisions: [PlanDecision] = []
    if request.preset == .fast, state.chosen.count > 1 {
      state.chooseBest()
      decisions.append(
        PlanDecision("deploy \(state.trials[state.chosen[0]].name) alone", because: "the preset is fast"))
    }
    let foldCount = state.trials[state.chosen[0]].fits.count
    guard limit.isFinite else {
      self.state = state
      modelsPerCandidate = usesOneModel ? 1 : foldCount
      self.microseconds = 0
      microsecondsOfModel = [:]
      self.decisions = decisions
      return
    }
    let contenders = Set(request.preset == .fast ? state.chosen : state.contenders).union(state.chosen)
    let costs = state.trials.indices.map {
      contenders.contains($0) ? microseconds(state.trials[$0]) : .infinity
    }
    func total(_ state: SearchState, models: Int) -> Double {
      state.chosen.reduce(0) { $0 + costs[$1] } * Double(models)
    }
    var choice = (state: state, models: usesOneModel ? 1 : foldCount)
    if total(state, models: choice.models) > limit, request.preset != .fast {
      let options = usesOneModel ? [1] : Set([foldCount, (foldCount + 1) / 2, 1]).sorted(by: >)
      let affordable = options.map { models in
        var option = state
        option.choose(
          seed: request.seed, deadline: .never,
          cost: EnsembleCost(perCandidate: costs.map { $0 * Double(models) }, limit: limit))
        return (state: option, models: models)
      }.filter { total($0.state, models: $0.models) <= limit }
      let lowest = affordable.map(\.state.loss).min() ?? .infinity
      if let first = affordable.first(where: { $0.state.loss <= lowest + Self.tolerance * abs(lowest) }) {
        choice = first
      } else {
        choice.models = 1
      }
      decisions.append(
        PlanDecision(
          "choose \(choice.state.chosen.count) of \(searched.chosen.count) candidates for the bundle",
          because: "one row may take \(Int(limit)) µs and would take "
            + "\(Int(total(searched, models: usesOneModel ? 1 : foldCount).rounded())) µs"))
    }
    self.state = choice.state
    modelsPerCandidate = choice.models
    self.microseconds = total(choice.state, models: choice.models)
    microsecondsOfModel = Dictionary(
      uniqueKeysWithValues: contenders.map { (state.trials[$0].name, costs[$0]) })
    self.decisions = decisions
  }
}
