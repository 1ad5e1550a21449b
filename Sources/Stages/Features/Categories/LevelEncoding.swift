/// One number for each level of a category.
struct LevelEncoding: Codable, Sendable, Hashable {
  /// The number of each level, by code.
  let levels: [Double]
  /// The number of a missing value.
  let missing: Double
  /// The number of a level that training did not see, or too rarely.
  let unseen: Double

  subscript(code: Int32) -> Double {
    switch code {
    case LevelTable.missing: missing
    case LevelTable.unseen: unseen
    default: levels[Int(code)]
    }
  }

  /// The share of rows that have each level; that of an unseen level is 0.
  static func frequencies(codes: [Int32], levelCount: Int) -> LevelEncoding {
    var counts = Array(repeating: 0.0, count: levelCount)
    var missing = 0.0
    for code in codes {
      if code >= 0 { counts[Int(code)] += 1 } else if code == LevelTable.missing { missing += 1 }
    }
    let rows = Double(max(1, codes.count))
    return LevelEncoding(levels: counts.map { $0 / rows }, missing: missing / rows, unseen: 0)
  }

  /// The encoding after `scaling` and its cut.
  func scaled(by scaling: StandardScaling) -> LevelEncoding {
    LevelEncoding(
      levels: levels.map { scaling.cut($0) }, missing: scaling.cut(missing), unseen: scaling.cut(unseen))
  }

  func validate(levelCount: Int) throws(DamagedTransform) {
    try DamagedTransform.require(
      levels.count == levelCount, "\(levels.count) numbers for \(levelCount) levels")
    try DamagedTransform.require(
      missing.isFinite && unseen.isFinite && levels.allSatisfy(\.isFinite),
      "a level's number that is not finite")
  }
}
