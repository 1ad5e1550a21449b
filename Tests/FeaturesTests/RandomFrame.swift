import LatheCore

@testable import Features

/// Frames of every kind of column, drawn by a seed, for properties that must hold for all frames.
struct RandomFrame {
  let frame: DataFrame
  let target: SupervisedTarget

  init(seed: UInt64, rows: Int = 60, task: PredictionTask = .binary) throws {
    var random = RandomSource(seed: seed)
    func draw(missing: Double = 0.1, _ value: () -> Double) -> [Double] {
      (0..<rows).map { _ in random.uniform() < missing ? .nan : value() }
    }
    func level(_ count: Int, _ prefix: String) -> CategoricalValues {
      CategoricalValues(
        (0..<rows).map { _ in
          random.uniform() < 0.1
            ? nil : "\(prefix)\(Int(random.uniform() * random.uniform() * Double(count)))"
        })
    }
    var columns = [
      Column(name: "plain", kind: .float, values: .numbers(draw { random.uniform() * 10 - 5 })),
      Column(
        name: "skewed", kind: .float,
        values: .numbers(draw { 1 / (random.uniform() * random.uniform() + 1e-3) })),
      Column(name: "steps", kind: .integer, values: .numbers(draw(missing: 0) { Double(random.next() % 4) })),
    ]
    columns.append(Column(name: "few", kind: .category, values: .categories(level(5, "é"))))
    columns.append(Column(name: "many", kind: .category, values: .categories(level(30, "k"))))
    columns.append(
      Column(
        name: "flag", kind: .boolean,
        values: .categories(
          CategoricalValues(
            codes: (0..<rows).map { _ in Int32(random.next() % 3) - 1 }, levels: ["no", "yes"]))))
    columns.append(
      Column(
        name: "when", kind: .dateTime, values: .instants(draw { (random.uniform() * 3e9 - 1e9).rounded() })))
    let words = ["good", "BAD!", "naïve", "10", "東京"]
    columns.append(
      Column(
        name: "note", kind: .text,
        values: .texts(
          TextValues(
            (0..<rows).map { _ in
              random.uniform() < 0.1
                ? nil
                : (0..<Int(random.next() % 8)).map { _ in words[Int(random.next() % 5)] }
                  .joined(separator: " ")
            }))))
    frame = try DataFrame(columns: columns)
    switch task {
    case .binary:
      target = SupervisedTarget(
        problem: .classification(classes: ["a", "b"]),
        targets: (0..<rows).map { _ in Double(random.next() % 2) })
    case .multiclass:
      target = SupervisedTarget(
        problem: .classification(classes: ["a", "b", "c"]),
        targets: (0..<rows).map { _ in Double(random.next() % 3) })
    case .regression:
      target = SupervisedTarget(
        problem: .regression(), targets: (0..<rows).map { _ in random.uniform() * 100 })
    }
  }

  /// Options that use every transform on so few rows.
  static func options(_ view: FeatureView) -> FeatureOptions {
    var options = FeatureOptions(view: view)
    options.oneHotLevels = 8
    options.targetEncoding = true
    return options
  }
}
