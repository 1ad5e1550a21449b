import LatheCore

/// Rows in the order of time, to be cut between moments.
struct Timeline {
  /// The rows, earliest first; rows without time come before all others.
  private let rows: [Int]
  /// The positions in ``rows`` at which a later moment begins, ascending, without 0.
  private let cuts: [Int]

  init(_ times: [Double]) throws(SplittingError) {
    func time(_ row: Int) -> Double { times[row].isNaN ? -.infinity : times[row] }
    let rows = times.indices.sorted { (time($0), $0) < (time($1), $1) }
    cuts = rows.indices.dropFirst().filter { time(rows[$0 - 1]) < time(rows[$0]) }
    self.rows = rows
    guard !cuts.isEmpty else { throw .tooFew("moments", count: 1) }
  }

  func folds(_ shape: SplitPlan.Shape) -> [Fold] {
    switch shape {
    case .holdout(let fraction):
      let wanted = Double(rows.count) * (1 - fraction)
      return [fold(trainingEnd: nearestCut(to: wanted, among: cuts[...]), validationEnd: rows.count)]
    case .crossValidation(let asked):
      let count = min(asked, cuts.count)
      // Each boundary is the cut nearest to its place that leaves enough cuts on either side for the others.
      var ends: [Int] = []
      var first = 0
      for index in 1...count {
        let wanted = Double(rows.count * index) / Double(count + 1)
        let end = nearestCut(to: wanted, among: cuts[first...(cuts.count - 1 - (count - index))])
        ends.append(end)
        first = (cuts.firstIndex(of: end) ?? first) + 1
      }
      ends.append(rows.count)
      return (0..<count).map { fold(trainingEnd: ends[$0], validationEnd: ends[$0 + 1]) }
    }
  }

  private func nearestCut(to wanted: Double, among cuts: ArraySlice<Int>) -> Int {
    cuts.min { abs(Double($0) - wanted) < abs(Double($1) - wanted) } ?? rows.count
  }

  private func fold(trainingEnd: Int, validationEnd: Int) -> Fold {
    Fold(
      training: rows[..<trainingEnd].sorted(), validation: rows[trainingEnd..<validationEnd].sorted())
  }
}
