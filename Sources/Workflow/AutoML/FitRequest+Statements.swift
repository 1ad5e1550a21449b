import Foundation
import LatheCore
import Metrics

extension FitRequest {
  /// The task that the request states by itself, by its loss or by its metric; `nil` where it is to be inferred.
  func statedTask() throws(AutoMLError) -> PredictionTask? {
    guard regressionLoss != nil || metric?.supports(.regression()) == true else { return task }
    if let task, task != .regression {
      throw .setting(
        name: "--task",
        reason:
          "\(task.rawValue) contradicts \(regressionLoss == nil ? "--metric" : "--loss"), which is for numbers",
        remedy: "Leave one of them out.")
    }
    return .regression
  }

  /// What a regression minimises: as stated, or what its metric is the mean of.
  var statedLoss: RegressionLoss? {
    if let regressionLoss { return regressionLoss }
    switch metric {
    case .mae: return .absoluteError
    case .pinball(let level): return .quantile(level: level)
    case .poissonDeviance: return .poisson
    case .tweedieDeviance(let power): return .tweedie(power: power)
    default: return nil
    }
  }

  /// Whether the search goes by trials, so that no measured time may reach a decision.
  var budgetIsTrials: Bool {
    if case .trials = budget { true } else { false }
  }

  /// The settings that change a fit, in a canonical form: what a record must agree with to be resumed.
  var fingerprint: String {
    var relevant = self
    relevant.budget = .trials(0)
    relevant.threads = 0
    relevant.singleRowMicroseconds = 0
    relevant.memoryBytes = nil
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(relevant)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
