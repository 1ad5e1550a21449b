import Bundles
import Foundation
import LatheCore
import Metrics

/// What a finished run says in a few lines; everything else is in the bundle's report.
public struct FitSummary: Codable, Sendable {
  /// Where the bundle lies.
  public let bundle: String
  /// Where the report lies.
  public let report: String
  /// The column that is predicted.
  public let target: String
  /// What is predicted.
  public let problem: LearningProblem
  /// The objective.
  public let metric: Metric
  /// Scores of the whole bundle on validation rows and, where there was a file for it, on test rows.
  public let scores: [RecordedScore]
  /// What was tried, best first.
  public let leaderboard: [LeaderboardRow]
  /// What the planner decided, and why.
  public let decisions: [PlanDecision]
  /// What to know about the data.
  public let diagnostics: [Diagnostic]
  /// Models in the bundle.
  public let modelCount: Int
  /// Wall seconds from the start.
  public let seconds: Double

  /// The summary as one JSON document.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// The leaderboard and the scores as text for a terminal.
  public func text() -> String {
    var lines = [
      Self.row(["model", metric.name, "fit s", "weight"])
    ]
    lines += leaderboard.map { row in
      Self.row([
        row.name, Self.number(row.score), Self.number(row.fitSeconds),
        row.weight > 0 ? "\(Int((row.weight * 100).rounded())) %" : "",
      ])
    }
    lines.append("")
    for score in scores where score.metric == metric {
      let interval =
        if let lower = score.lower, let upper = score.upper {
          "  [\(Self.number(lower)), \(Self.number(upper))]"
        } else { "" }
      lines.append(
        "\(score.rows.rawValue) \(metric.name): \(Self.number(score.value))\(interval)  (\(score.rowCount) rows)"
      )
    }
    lines.append("\(modelCount) model\(modelCount == 1 ? "" : "s") in \(Self.number(seconds)) s")
    lines.append("bundle: \(bundle)")
    lines.append("report: \(report)")
    return lines.joined(separator: "\n")
  }

  private static func row(_ cells: [String]) -> String {
    let widths = [44, 14, 10, 8]
    return zip(cells, widths).enumerated().map { position, cell in
      let (text, width) = cell
      let padding = String(repeating: " ", count: max(1, width - text.count))
      return position == 0 ? text + padding : padding + text
    }.joined()
  }

  private static func number(_ value: Double) -> String {
    switch abs(value) {
    case 10_000...: String(format: "%.0f", value)
    case 100...: String(format: "%.1f", value)
    case 1...: String(format: "%.3f", value)
    default: String(format: "%.4f", value)
    }
  }
}
