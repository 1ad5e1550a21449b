import LatheCore

/// Why rows cannot be divided as asked.
public enum SplittingError: LatheError {
  /// The plan's numbers make no sense.
  case badPlan(String)
  /// There are fewer rows, groups or moments than two.
  case tooFew(String, count: Int)
  /// The plan needs one value a row of something that was not given.
  case needs(String, count: Int?, rows: Int)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .badPlan(let reason):
      Explanation(
        what: reason, remedy: "Use at least two folds, or a validation fraction between 0 and 1.")
    case .tooFew(let things, let count):
      Explanation(
        what: "the rows have \(count) \(things) where at least 2 are needed to divide them",
        remedy: "Give more data, or divide the rows in another way.")
    case .needs(let things, nil, _):
      Explanation(what: "the split needs \(things), which were not given", remedy: "Name their column.")
    case .needs(let things, let count?, let rows):
      Explanation(
        what: "there are \(count) \(things) for \(rows) rows", remedy: "Give one a row.")
    }
  }

  /// Always true: rows and plan are the user's.
  public var isBadInput: Bool { true }
}
