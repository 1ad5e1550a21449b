import LatheCore
import Synchronization

/// What has been learnt from the texts of one set of training rows, kept so that each view of them need not learn it again.
///
/// One value serves fits of the same rows, target and seed, with whatever options, also several at a time. It keeps the terms alive, some
/// megabytes a column, but no features of rows.
public final class LearntTexts: Sendable {
  private struct Key: Hashable {
    let column: String
    let hasScores: Bool
  }

  /// Locked while its terms are made, so that others wait for them.
  private final class Cell: Sendable {
    let terms = Mutex<[TermTransform.Fit]?>(nil)
  }

  private let cells = Mutex<[Key: Cell]>([:])

  /// Nothing learnt yet.
  public init() {}

  /// The terms of `column`, with or without estimates of the target, from `make` if nobody has made them yet.
  func terms(
    column: String, hasScores: Bool, make: () throws(FeaturesError) -> [TermTransform.Fit]
  ) throws(FeaturesError) -> [TermTransform.Fit] {
    let cell = cells.withLock { cells in
      let key = Key(column: column, hasScores: hasScores)
      if let cell = cells[key] { return cell }
      let cell = Cell()
      cells[key] = cell
      return cell
    }
    let result = cell.terms.withLock { kept -> Result<[TermTransform.Fit], FeaturesError> in
      if let kept { return .success(kept) }
      let made = Result { () throws(FeaturesError) in try make() }
      // An interruption says nothing about the texts: the next who asks may have the time.
      if case .success(let terms) = made { kept = terms }
      return made
    }
    return try result.get()
  }
}
