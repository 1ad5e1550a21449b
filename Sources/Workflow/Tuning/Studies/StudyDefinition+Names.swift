import Foundation
import Search

extension StudyDefinition {
  private static let namesKey = "objective names"

  /// What the objectives are called: `value`, or `value 1`, `value 2`… unless the user has named them.
  public var objectiveNames: [String] {
    get {
      let data = Data((attributes[Self.namesKey] ?? "").utf8)
      if let names = try? JSONDecoder().decode([String].self, from: data), names.count == directions.count {
        return names
      }
      return directions.count == 1 ? ["value"] : directions.indices.map { "value \($0 + 1)" }
    }
    set {
      let data = try? JSONEncoder().encode(newValue)
      attributes[Self.namesKey] = data.map { String(decoding: $0, as: UTF8.self) }
    }
  }
}

extension StudyResults {
  /// Trials by the names of their states, of which all are there.
  public var countByState: [String: Int] {
    var counts = Dictionary(uniqueKeysWithValues: TrialState.allCases.map { ($0.rawValue, 0) })
    for trial in trials { counts[trial.state.rawValue, default: 0] += 1 }
    return counts
  }
}
