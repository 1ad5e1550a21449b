import LatheCore

extension CategoricalTransform {
  /// The transform of the column `name` with these levels. O(rows × encoded targets).
  static func fit(
    _ name: String, categories: CategoricalValues, levels: LevelTable, target: SupervisedTarget,
    folds: [UInt8], options: FeatureOptions
  ) -> ColumnTransform.Fit {
    var report = ReadingReport()
    let codes = levels.codes(.categories(categories), report: &report)
    let levelCount = levels.levels.count
    let isDense = options.view == .dense
    let isLarge = levelCount > options.oneHotLevels
    let hasMissing = codes.contains(LevelTable.missing)
    let givesCodes = !isDense && levelCount > 0
    let targets = isLarge && options.targetEncoding ? target.encodedTargets : []

    var oneHot: [Int32] = []
    if isDense && targets.isEmpty {
      // The second of two levels says nothing that the first does not, unless a row can have neither.
      let isPair = levelCount == 2 && !codes.contains { $0 < 0 }
      oneHot = isPair ? [1] : mostFrequent(options.oneHotLevels, of: levelCount, codes: codes)
    }
    let indicatesMissing = hasMissing && !givesCodes

    var features: [Feature] = []
    if givesCodes {
      features.append(Feature(name: name, source: name, kind: .categorical(levelCount: levelCount)))
    }
    features += oneHot.map { Feature(name: "\(name)=\(levels.levels[Int($0)])", source: name) }
    if indicatesMissing { features.append(Feature(name: "\(name) is missing", source: name)) }

    var encodings: [LevelEncoding] = []
    var outOfFold: [Int: [Double]] = [:]
    /// Adds an encoding; dense, it is scaled by what the learner will see in training.
    func add(_ encoding: LevelEncoding, named suffix: String, training: [Double]?) {
      let seen = training ?? codes.map { encoding[$0] }
      let scaling = isDense ? StandardScaling(fitting: seen) ?? StandardScaling.identity : nil
      if let training {
        outOfFold[features.count] = scaling.map { scaling in training.map { scaling.cut($0) } } ?? training
      }
      encodings.append(scaling.map { encoding.scaled(by: $0) } ?? encoding)
      features.append(Feature(name: "\(name) \(suffix)", source: name))
    }
    if isLarge {
      add(.frequencies(codes: codes, levelCount: levelCount), named: "frequency", training: nil)
    }
    for (suffix, values) in targets {
      let encoded = TargetEncoding(
        codes: codes, levelCount: levelCount, targets: values, weights: target.weights, folds: folds,
        smoothing: options.targetSmoothing)
      add(encoded.encoding, named: suffix, training: encoded.outOfFold)
    }

    let transform = CategoricalTransform(
      levels: levels, givesCodes: givesCodes, oneHot: oneHot, indicatesMissing: indicatesMissing,
      encodings: encodings)
    return ColumnTransform.Fit(
      .categorical(transform), features: features, values: .categories(categories), outOfFold: outOfFold)
  }

  /// The codes of the `count` levels with most rows, rising; of equals the first. O(rows + levels × log levels).
  private static func mostFrequent(_ count: Int, of levelCount: Int, codes: [Int32]) -> [Int32] {
    guard levelCount > count else { return (0..<levelCount).map { Int32($0) } }
    var counts = Array(repeating: 0, count: levelCount)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    let ranked = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    return ranked.prefix(count).map { Int32($0) }.sorted()
  }
}
