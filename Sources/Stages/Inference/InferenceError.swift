import LatheCore
import Metrics

/// Why a bundle cannot answer.
public enum InferenceError: LatheError {
  /// The data have none of the columns that the model reads.
  case noKnownColumn(found: [String], expected: [String])
  /// A model answered with something that is no number.
  case notFinite(member: String, row: Int)
  /// The data lack the column with the true values.
  case noTarget(name: String, found: [String])
  /// The column with the true values holds something else than the model predicts.
  case unusableTarget(name: String, reason: String)
  /// A metric cannot be computed.
  case scoring(MetricsError)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .noKnownColumn(let found, let expected):
      Explanation(
        what:
          "the data have none of the columns that the model reads (\(Self.list(expected))), but \(Self.list(found))",
        remedy: "Check that the file belongs to this model and has a header line.")
    case .notFinite(let member, let row):
      Explanation(
        what: "member \(member) has no finite answer", place: "row \(row + 1)",
        remedy: "The model is not usable; fit it again.")
    case .noTarget(let name, let found):
      Explanation(
        what: "the data have no column \"\(name)\" with the true values, but \(Self.list(found))",
        remedy: "Give labelled data, or use `lathe predict`.")
    case .unusableTarget(let name, let reason):
      Explanation(
        what: "the true values cannot be used: \(reason)", place: "column \"\(name)\"",
        remedy: "Check that the column holds what the model was trained to predict.")
    case .scoring(let error): error.explanation
    }
  }

  /// Whether the data are the cause.
  public var isBadInput: Bool {
    switch self {
    case .noKnownColumn, .noTarget, .unusableTarget: true
    case .notFinite: false
    case .scoring(let error): error.isBadInput
    }
  }

  private static func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "no column" }
    return names.prefix(6).map { "\"\($0)\"" }.joined(separator: ", ") + (names.count > 6 ? ", …" : "")
  }
}
