import Foundation

/// How trials are dealt to brackets: by their numbers, in rounds in which each bracket gets as many as in Hyperband.
///
/// Bracket 0 begins at the lowest rung and has the most trials. Of `depth` brackets, the one from which `s` promotions
/// lead to the end gets ⌈depth ÷ (s + 1) × factor^s⌉ trials a round: about the same cost for each.
struct BracketCycle: Sendable, Equatable {
  /// The trials of each bracket in a round.
  let sizes: [Int]
  private let length: Int

  /// A round whose first `count` brackets are used.
  init(depth: Int, count: Int, reductionFactor: Int) {
    let depth = max(depth, 1)
    sizes = (0..<min(max(count, 1), depth)).map { bracket in
      let promotions = Double(depth - 1 - bracket)
      let size = (Double(depth) / (promotions + 1) * pow(Double(reductionFactor), promotions)).rounded(.up)
      return Int(min(size, 1e9))
    }
    length = sizes.reduce(0, +)
  }

  /// The round and the bracket of a trial.
  func place(ofTrial number: Int) -> (round: Int, bracket: Int) {
    var position = number % length
    for (bracket, size) in sizes.enumerated() {
      if position < size { return (number / length, bracket) }
      position -= size
    }
    return (number / length, sizes.count - 1)
  }

  /// The numbers of the trials of a bracket in a round.
  func trials(ofBracket bracket: Int, inRound round: Int) -> Range<Int> {
    let first = round * length + sizes.prefix(bracket).reduce(0, +)
    return first..<first + sizes[bracket]
  }
}
