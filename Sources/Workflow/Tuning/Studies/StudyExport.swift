import Foundation
import Search

/// A study as text that other programs read, and ``StudyImport`` too.
public enum StudyExport {
  /// What the text looks like.
  public enum Format: String, CaseIterable, Sendable {
    /// One line about the study, then one a trial, with everything there is.
    case jsonLines = "jsonl"
    /// One row a trial, without values on the way.
    case csv
  }

  /// A study in a format.
  public static func text(_ results: StudyResults, _ format: Format) throws -> String {
    switch format {
    case .jsonLines: try jsonLines(results)
    case .csv: csv(results)
    }
  }

  /// The first line of JSON lines.
  struct Heading: Codable {
    var study: StudyDefinition
    /// The version of the form.
    var version = 1
  }

  private static func jsonLines(_ results: StudyResults) throws -> String {
    let encoder = StudyDocuments.encoder()
    var text = String(decoding: try encoder.encode(Heading(study: results.definition)), as: UTF8.self) + "\n"
    for trial in results.trials { text += String(decoding: try encoder.encode(trial), as: UTF8.self) + "\n" }
    return text
  }

  private static func csv(_ results: StudyResults) -> String {
    let definition = results.definition
    let parameters = definition.space.parameters.map(\.name)
    let constraintCount = results.trials.map(\.constraints.count).max() ?? 0
    let attributes = Set(results.trials.flatMap(\.attributes.keys)).sorted()
    var rows = [
      ["number", "state"]
        + zip(definition.directions, definition.objectiveNames).map { "\($0.rawValue):\($1)" }
        + parameters.map { "parameter:\($0)" } + (0..<constraintCount).map { "constraint:\($0 + 1)" }
        + attributes.map { "attribute:\($0)" } + ["started", "finished", "seconds", "worker", "failure"]
    ]
    for trial in results.trials {
      var row = ["\(trial.number)", trial.state.rawValue]
      row += definition.directions.indices.map { $0 < trial.values.count ? "\(trial.values[$0])" : "" }
      row += parameters.map { trial.parameters[$0]?.description ?? "" }
      row += (0..<constraintCount).map { $0 < trial.constraints.count ? "\(trial.constraints[$0])" : "" }
      row += attributes.map { trial.attributes[$0] ?? "" }
      row += [trial.started, trial.finished].map { $0?.formatted(.iso8601WithFraction) ?? "" }
      row += [trial.seconds.map { "\($0)" } ?? "", trial.worker ?? "", trial.failure ?? ""]
      rows.append(row)
    }
    return rows.map { CommaSeparated.line($0) + "\n" }.joined()
  }
}
