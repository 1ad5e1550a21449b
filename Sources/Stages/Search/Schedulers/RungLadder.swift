import Foundation

/// The steps at which trials are compared: each a factor after the one before it.
///
/// Where the last step is known, rungs are counted down from it, so that the last comparison lies a whole factor before
/// the end; the first rung is then the lowest that is not below the minimum.
struct RungLadder: Sendable, Equatable {
  /// The rungs from the lowest. The last one is the end of a trial if `endsTrials`.
  let steps: [Int]
  /// Whether a trial has ended when it has reached the last rung.
  let endsTrials: Bool

  /// No trial is ever that long.
  private static let farthestStep = 1 << 48

  init(minimumStep: Int, reductionFactor: Int, maximumStep: Int?) {
    let minimum = max(minimumStep, 1)
    let factor = Double(max(reductionFactor, 2))
    endsTrials = maximumStep != nil
    guard let maximumStep else {
      var steps = [minimum]
      while let last = steps.last, last < Self.farthestStep / max(reductionFactor, 2) {
        steps.append(last * max(reductionFactor, 2))
      }
      self.steps = steps
      return
    }
    var steps = [maximumStep]
    var step = Double(maximumStep) / factor
    // Rounding must not lose a rung that lies exactly on the minimum.
    while step >= Double(minimum) * (1 - 1e-9), let first = steps.first {
      let rounded = Int(step.rounded())
      if rounded < first { steps.insert(rounded, at: 0) }
      step /= factor
    }
    self.steps = steps
  }

  /// The rungs of a bracket: those of the ladder without its lowest `bracket`, but at least the last.
  func steps(ofBracket bracket: Int) -> ArraySlice<Int> {
    steps.dropFirst(min(max(bracket, 0), steps.count - 1))
  }

  /// The step up to which a trial runs that is to reach a rung of a bracket; to its end if `nil`.
  func until(rung: Int, ofBracket bracket: Int) -> Int? {
    let steps = steps(ofBracket: bracket)
    let index = steps.startIndex + rung
    guard index < steps.endIndex, !(endsTrials && index == steps.endIndex - 1) else { return nil }
    return steps[index]
  }
}
