import LatheCore

/// How a time budget is divided: search, refit, finishing, saving.
struct Timing: Sendable {
  private let end: Deadline
  /// Seconds kept back for what follows the fits: choosing, scoring, importance, report, writing.
  private let reserve: Double

  init(end: Deadline, rows: Int, columns: Int, testRows: Int) {
    self.end = end
    let left = end.remainingSeconds
    // The last fits overrun their deadline a little; columns are described in three files; rows are scored.
    let scoring = min(0.1 * left, BundleAssembler.secondsPerTestRow * Double(testRows))
    let expected = 0.9 + 0.035 * left + 7e-7 * Double(rows) + 4e-4 * Double(columns) + scoring
    reserve = left.isFinite ? min(0.4 * left, expected) : 0
  }

  /// Seconds for the search from now; infinite without a deadline.
  var searchSeconds: Double { max(0.1, refitEnd.remainingSeconds) }

  /// When the last candidate must be done; where a refit on all rows is to follow, a quarter of the time is kept for it.
  func searchEnd(refits: Bool) -> Deadline {
    guard refits, !end.isNever else { return refitEnd }
    return refitEnd.earlier(bySeconds: 0.25 * max(0, refitEnd.remainingSeconds))
  }

  /// When the refit must be done.
  var refitEnd: Deadline { end.earlier(bySeconds: reserve) }

  /// When everything but writing must be done.
  var finishEnd: Deadline { end.earlier(bySeconds: reserve * 0.5) }
}
