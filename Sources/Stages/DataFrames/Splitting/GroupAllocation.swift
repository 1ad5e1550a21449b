import LatheCore

/// Groups to be put into parts as wholes.
struct GroupAllocation {
  private let groupOfRow: [Int]
  private let classOfRow: [Int]
  private let classSizes: [Double]
  /// The rows of each group, largest group first, equal ones in random order.
  private let rowsOfGroup: [[Int]]

  /// Groups by `groups`; `classes` are spread too where given.
  init(groups: [Int], classes: [Double]?, _ random: inout RandomSource) throws(SplittingError) {
    var indexOfGroup: [Int: Int] = [:]
    var rowsOfGroup: [[Int]] = []
    groupOfRow = groups
    for (row, group) in groups.enumerated() {
      if let index = indexOfGroup[group] {
        rowsOfGroup[index].append(row)
      } else {
        indexOfGroup[group] = rowsOfGroup.count
        rowsOfGroup.append([row])
      }
    }
    guard rowsOfGroup.count >= 2 else { throw .tooFew("groups", count: rowsOfGroup.count) }
    rowsOfGroup.shuffle(using: &random)
    let order = rowsOfGroup.indices.sorted { (rowsOfGroup[$1].count, $0) < (rowsOfGroup[$0].count, $1) }
    self.rowsOfGroup = order.map { rowsOfGroup[$0] }

    var indexOfClass: [Double: Int] = [:]
    var classSizes: [Double] = []
    classOfRow = groups.indices.map { row in
      let label = classes.map { $0[row] } ?? 0
      let index = indexOfClass[label] ?? classSizes.count
      if index == classSizes.count {
        indexOfClass[label] = index
        classSizes.append(0)
      }
      classSizes[index] += 1
      return index
    }
    self.classSizes = classSizes
  }

  func folds(_ shape: SplitPlan.Shape) -> [Fold] {
    switch shape {
    case .holdout(let fraction):
      return [foldsOfParts(parts(shares: [fraction, 1 - fraction]), count: 2)[0]]
    case .crossValidation(let asked):
      let count = min(asked, rowsOfGroup.count)
      return foldsOfParts(parts(shares: Array(repeating: 1 / Double(count), count: count)), count: count)
    }
  }

  /// A part for each row, so that part `i` has about `shares[i]` of all rows and of each class.
  ///
  /// Each group in turn goes where it adds least to Σ load² / share, the loads being the shares of each class and of
  /// all rows that a part holds: the greedy form of scikit-learn's stratified group folds.
  private func parts(shares: [Double]) -> [Int] {
    let classCount = classSizes.count
    var loads = [Double](repeating: 0, count: shares.count * classCount)
    var totals = [Double](repeating: 0, count: shares.count)
    var sizes = [Int](repeating: 0, count: shares.count)
    var partOfGroup = [Int](repeating: 0, count: rowsOfGroup.count)
    var added = [Double](repeating: 0, count: classCount)
    for (group, rows) in rowsOfGroup.enumerated() {
      var touched: [Int] = []
      for row in rows {
        let label = classOfRow[row]
        if added[label] == 0 { touched.append(label) }
        added[label] += 1 / classSizes[label]
      }
      let addedRows = Double(rows.count) / Double(groupOfRow.count)
      func cost(_ part: Int) -> Double {
        let byClass = touched.reduce(0) { sum, label in
          sum + (2 * loads[part * classCount + label] + added[label]) * added[label]
        }
        return (byClass + (2 * totals[part] + addedRows) * addedRows) / shares[part]
      }
      let costs = shares.indices.map(cost)
      let best = costs.indices.min { (costs[$0], $0) < (costs[$1], $1) } ?? 0
      partOfGroup[group] = best
      sizes[best] += 1
      totals[best] += addedRows
      for label in touched {
        loads[best * classCount + label] += added[label]
        added[label] = 0
      }
    }
    fillEmptyParts(&partOfGroup, &sizes)
    var parts = [Int](repeating: 0, count: groupOfRow.count)
    for (group, rows) in rowsOfGroup.enumerated() {
      for row in rows { parts[row] = partOfGroup[group] }
    }
    return parts
  }

  /// Gives each empty part the smallest group of a part that has several.
  private func fillEmptyParts(_ partOfGroup: inout [Int], _ sizes: inout [Int]) {
    for part in sizes.indices where sizes[part] == 0 {
      guard let group = partOfGroup.lastIndex(where: { sizes[$0] > 1 }) else { return }
      sizes[partOfGroup[group]] -= 1
      partOfGroup[group] = part
      sizes[part] = 1
    }
  }
}
