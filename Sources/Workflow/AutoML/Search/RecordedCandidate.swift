import Foundation
import RunStore
import Search

/// A candidate all of whose fits are on record.
struct RecordedCandidate: Sendable {
  let name: String
  /// The learning rate it was fitted at, if it has one.
  var learningRate: Double?
  /// What the search proposed, if a search did.
  var assignment: [String: ParameterValue]?

  /// A candidate by its name.
  init(name: String, learningRate: Double? = nil, assignment: [String: ParameterValue]? = nil) {
    self.name = name
    self.learningRate = learningRate
    self.assignment = assignment
  }

  /// The candidate of a recorded fit.
  init(_ fit: RecordedFit) {
    name = fit.candidate
    learningRate = fit.outcome.learningRate
    // What another version wrote and this one cannot read is proposed no more; its fits are made anew.
    assignment = fit.outcome.proposal.flatMap {
      try? JSONDecoder().decode([String: ParameterValue].self, from: $0)
    }
  }
}
