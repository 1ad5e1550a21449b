import Foundation
import LatheCore

@testable import AutoML

/// Small tables whose answer is known to follow from their columns.
enum SyntheticTable {
  /// Columns `x` and `z` (numbers), `kind` (one of four labels), `store` (of twelve), `day` (a date), `w` (weights) and
  /// the answers `class2`, `class3`, `count` and `value`.
  static func frame(rows: Int, seed: UInt64 = 1) throws -> DataFrame {
    var source = RandomSource(seed: seed)
    let x = (0..<rows).map { _ in source.uniform() * 4 - 2 }
    let z = (0..<rows).map { _ in source.uniform() }
    let kind = (0..<rows).map { _ in Int(source.uniform() * 4) }
    let signal = (0..<rows).map { x[$0] + (kind[$0] == 2 ? 1.5 : 0) + (source.uniform() - 0.5) }
    func labels(_ values: [String]) -> Column.Values { .categories(CategoricalValues(values)) }
    return try DataFrame(columns: [
      Column(name: "x", kind: .float, values: .numbers(x)),
      Column(name: "z", kind: .float, values: .numbers(z)),
      Column(name: "kind", kind: .category, values: labels(kind.map { "k\($0)" })),
      Column(name: "store", kind: .category, values: labels((0..<rows).map { "s\($0 % 12)" })),
      Column(name: "day", kind: .date, values: .instants((0..<rows).map { Double($0) * 86_400 })),
      Column(name: "w", kind: .float, values: .numbers((0..<rows).map { 1 + Double($0 % 3) })),
      Column(name: "class2", kind: .category, values: labels(signal.map { $0 > 0.4 ? "yes" : "no" })),
      Column(
        name: "class3", kind: .category,
        values: labels(signal.map { $0 > 1 ? "high" : $0 > -0.5 ? "middle" : "low" })),
      Column(name: "count", kind: .integer, values: .numbers(signal.map { max(0, ($0 * 3).rounded()) })),
      Column(name: "value", kind: .float, values: .numbers(signal)),
    ])
  }

  /// The answers but `target`, which must not be learnt from.
  static func otherAnswers(than target: String) -> Set<String> {
    Set(["class2", "class3", "count", "value"]).subtracting([target])
  }
}
