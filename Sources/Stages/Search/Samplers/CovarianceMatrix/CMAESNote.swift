/// What ``CMAESSampler`` keeps with a trial, so that any worker can learn from its result.
struct CMAESNote: Sendable, Equatable {
  /// The run from which the trial was drawn; each restart begins another.
  var run: Int
  /// The generation within the run.
  var generation: Int
  /// The observations there were when the first run was begun.
  var start: Int
  /// The positions on axes with separate values before they were moved to one, in millionths.
  var hidden: [Int]

  init(run: Int, generation: Int, start: Int, hidden: [Int]) {
    self.run = run
    self.generation = generation
    self.start = start
    self.hidden = hidden
  }

  /// Reads a note; `nil` if it is none of this sampler.
  init?(_ text: String?) {
    guard let text, text.hasPrefix("cma ") else { return nil }
    let words = text.dropFirst(4).split(separator: " ")
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == words.count, numbers.count >= 3, numbers[..<3].allSatisfy({ $0 >= 0 }) else {
      return nil
    }
    self.init(run: numbers[0], generation: numbers[1], start: numbers[2], hidden: Array(numbers[3...]))
  }

  /// The note as it is kept.
  var text: String { "cma " + ([run, generation, start] + hidden).map(String.init).joined(separator: " ") }
}
