import LatheCore

/// What a search may use.
struct SearchBudget: Sendable {
  /// When the last fit must have returned.
  let deadline: Deadline
  /// When the ensemble must have been chosen.
  let choiceDeadline: Deadline
  /// Seconds the search has in all; infinite when it goes by trials.
  let seconds: Double
  /// Candidates to try, `nil` when the search goes by time.
  let trials: Int?
  /// Largest share of the time left for the first candidate.
  let firstShare = 0.5
  /// Largest share of the time for each later candidate.
  let candidateShare = 1.0 / 6
}
