import LatheCore

/// The features of a category.
///
/// For trees the code of the level, NaN where it is missing or unseen. Dense, one feature a level up to ``FeatureOptions/oneHotLevels`` levels.
/// With more levels, both add how frequent the level is and, where asked for, the mean of the target by level; dense without a target
/// encoding, the most frequent levels keep a feature each.
struct CategoricalTransform: Codable, Sendable {
  /// A level that fewer rows have is not told apart from an unseen one.
  static let minimumRows = 2

  /// The levels with a code.
  let levels: LevelTable
  /// Whether the first feature is the code.
  let givesCodes: Bool
  /// The codes with a feature each.
  let oneHot: [Int32]
  /// Whether a feature says that the value is missing.
  let indicatesMissing: Bool
  /// The frequency of each level, and the means of each encoded target.
  let encodings: [LevelEncoding]
  /// For each level the position of its feature in ``oneHot``, or -1.
  private let positionOfLevel: [Int32]

  init(
    levels: LevelTable, givesCodes: Bool, oneHot: [Int32], indicatesMissing: Bool, encodings: [LevelEncoding]
  ) {
    self.levels = levels
    self.givesCodes = givesCodes
    self.oneHot = oneHot
    self.indicatesMissing = indicatesMissing
    self.encodings = encodings
    var positions = Array(repeating: Int32(-1), count: levels.levels.count)
    for (position, code) in oneHot.enumerated() where positions.indices.contains(Int(code)) {
      positions[Int(code)] = Int32(position)
    }
    positionOfLevel = positions
  }

  var featureCount: Int {
    (givesCodes ? 1 : 0) + oneHot.count + (indicatesMissing ? 1 : 0) + encodings.count
  }

  /// The levels of the code, `nil` without one.
  var levelCountOfCodes: Int? { givesCodes ? levels.levels.count : nil }

  func append(_ values: Column.Values, to columns: inout [[Double]], report: inout ReadingReport) {
    let codes = levels.codes(values, report: &report)
    if givesCodes { columns.append(codes.map { $0 < 0 ? .nan : Double($0) }) }
    if !oneHot.isEmpty {
      let first = columns.count
      for _ in oneHot { columns.append(Array(repeating: 0, count: codes.count)) }
      for (row, code) in codes.enumerated() where code >= 0 {
        let position = positionOfLevel[Int(code)]
        if position >= 0 { columns[first + Int(position)][row] = 1 }
      }
    }
    if indicatesMissing { columns.append(codes.map { $0 == LevelTable.missing ? 1 : 0 }) }
    for encoding in encodings { columns.append(codes.map { encoding[$0] }) }
  }

  func validate() throws(DamagedTransform) {
    try levels.validate()
    try DamagedTransform.require(
      oneHot.allSatisfy { levels.levels.indices.contains(Int($0)) } && Set(oneHot).count == oneHot.count,
      "a one-hot feature for a level that does not exist")
    for encoding in encodings { try encoding.validate(levelCount: levels.levels.count) }
  }
}

extension CategoricalTransform {
  private enum CodingKeys: String, CodingKey {
    case levels, givesCodes, oneHot, indicatesMissing, encodings
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      levels: try container.decode(LevelTable.self, forKey: .levels),
      givesCodes: try container.decode(Bool.self, forKey: .givesCodes),
      oneHot: try container.decode([Int32].self, forKey: .oneHot),
      indicatesMissing: try container.decode(Bool.self, forKey: .indicatesMissing),
      encodings: try container.decode([LevelEncoding].self, forKey: .encodings))
  }
}
