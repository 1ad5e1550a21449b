import Features
import LatheCore

/// Which candidates go into the bundle, and with how many of their fold models, so that one row is answered in
/// time. The ensemble's weights are chosen anew among what can be afforded, so that calibration, scores and
/// report speak of the models that answer.
struct MemberChoice: Sendable {
  /// The state of the search with the weights of the deployed ensemble.
  let state: SearchState
  /// Fold models of each trial in the ensemble; one where a refit on all rows may take its place.
  let models: [Int: Int]
  /// Expected microseconds for one row, its features included.
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
  ///   - microsecondsOfFeatures: Measures the features of one row.
  init(
    _ searched: SearchState, request: FitRequest, limit: Double, usesOneModel: Bool,
    microseconds: (Trial) -> Double, microsecondsOfFeatures: (Trial) -> Double
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
      models = Dictionary(uniqueKeysWithValues: state.chosen.map { ($0, usesOneModel ? 1 : foldCount) })
      self.microseconds = 0
      microsecondsOfModel = [:]
      self.decisions = decisions
      return
    }
    let contenders = Set(request.preset == .fast ? state.chosen : state.contenders).union(state.chosen)
    var views: [FeatureOptions] = []
    var perView: [Double] = []
    var viewOfTrial: [Int] = []
    for trial in state.trials {
      let view = views.firstIndex(of: trial.candidate.features) ?? views.count
      if view == views.count {
        views.append(trial.candidate.features)
        perView.append(microsecondsOfFeatures(trial))
      }
      viewOfTrial.append(view)
    }
    let cost = EnsembleCost(
      perCandidate: state.trials.indices.map {
        contenders.contains($0) ? microseconds(state.trials[$0]) : .infinity
      }, viewOfCandidate: viewOfTrial, perView: perView, limit: limit)
    var choice = (state: state, models: usesOneModel ? 1 : foldCount)
    if !cost.times(choice.models).allows(state.chosen), request.preset != .fast {
      let counts = usesOneModel ? [1] : Set([foldCount, (foldCount + 1) / 2, 1]).sorted(by: >)
      let options = counts.map { models in
        var option = state
        option.choose(seed: request.seed, deadline: .never, cost: cost.times(models))
        return (state: option, models: models)
      }
      let affordable = options.filter { cost.times($0.models).allows($0.state.chosen) }
      let lowest = affordable.map(\.state.loss).min() ?? .infinity
      choice =
        affordable.first { $0.state.loss <= lowest + Self.tolerance * abs(lowest) }
        // Nothing is quick enough: the quickest model, then.
        ?? options.last ?? choice
      decisions.append(
        PlanDecision(
          "choose \(choice.state.chosen.count) of \(searched.chosen.count) candidates for the bundle",
          because: "one row may take \(Int(limit)) µs and would take "
            + "\(Int(cost.times(usesOneModel ? 1 : foldCount).total(searched.chosen).rounded())) µs"))
    }
    self.state = choice.state
    let models = Self.filled(choice.state, cost, from: choice.models, to: usesOneModel ? 1 : foldCount)
    self.models = models
    self.microseconds = cost.total(models: models)
    microsecondsOfModel = Dictionary(
      uniqueKeysWithValues: contenders.map { (state.trials[$0].name, cost.perCandidate[$0]) })
    self.decisions = decisions
  }

  /// The models of each candidate, with as many more as there is time for: first where one more relieves the others most.
  private static func filled(_ state: SearchState, _ cost: EnsembleCost, from least: Int, to most: Int)
    -> [Int: Int]
  {
    var models = Dictionary(uniqueKeysWithValues: state.chosen.map { ($0, least) })
    while true {
      let order = state.chosen.filter { models[$0, default: 0] < most }
        .sorted { left, right in
          let shares = [left, right].map { state.weights[$0] / Double(models[$0, default: 1]) }
          return (shares[1], left) < (shares[0], right)
        }
      let next = order.first { candidate in
        var more = models
        more[candidate, default: 0] += 1
        return cost.total(models: more) <= cost.limit
      }
      guard let next else { return models }
      models[next, default: 0] += 1
    }
  }
}
